package dev.pixstream.core.model;

/**
 * An iterationId within its lane. What a node keeps for a stream is found by both: an id that
 * leaked to another institution finds nothing there.
 */
public record Iteration(LaneId lane, IterationId id) {}
