package dev.pixstream.server.faults;

import dev.pixstream.core.model.LaneId;

/**
 * A request, as faults see it.
 *
 * @param stream which start of the lane opened its stream, from 1; 0 if there is none, or not known
 * @param confirms whether its iterationId came with a batch
 */
record Call(Target target, LaneId lane, long stream, boolean confirms) {}
