package dev.pixstream.junit;

/**
 * What became of a fault.
 *
 * @param fault what it does, such as {@code lost-response}
 * @param seen to how many requests it could have happened
 * @param happened to how many it did
 */
public record FaultCount(String fault, long seen, long happened) {}
