package dev.pixstream.client;

/**
 * What came of storing messages.
 *
 * @param inserted how many were stored by this request
 * @param duplicates how many were stored before, with the same content
 */
public record Stored(int inserted, int duplicates) {}
