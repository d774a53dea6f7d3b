package dev.pixstream.testkit;

/**
 * A place for one test in a Redis that others share.
 *
 * @param url where it is
 * @param prefix comes before each key of this test, so that tests do not meet
 */
public record TestRedis(String url, String prefix) {}
