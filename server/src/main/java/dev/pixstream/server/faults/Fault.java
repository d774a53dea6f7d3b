package dev.pixstream.server.faults;

import dev.pixstream.core.model.LaneId;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A fault as it was ordered.
 *
 * @param effect what it does
 * @param lane on which lane; empty: on all
 * @param stream on the stream of the n-th start that this node got for the lane since the fault was
 *     ordered; empty: on all
 * @param on to which requests
 * @param when to which of them
 * @param times how often at most; empty: without a bound
 */
public record Fault(
    Effect effect,
    Optional<LaneId> lane,
    OptionalInt stream,
    Set<Target> on,
    When when,
    OptionalInt times) {
  /** Copies the set. */
  public Fault {
    on = EnumSet.copyOf(on);
  }
}
