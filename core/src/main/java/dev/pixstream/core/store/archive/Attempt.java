package dev.pixstream.core.store.archive;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.SeqRange;
import java.time.Instant;

/**
 * An attempt of delivery that is over, of a lane whose claims are in another store than its
 * history.
 *
 * @param epoch the lane's when it was (see {@link LaneArchive})
 * @param iterationId the id that the batch gave out
 * @param part which of the batch's ranges this is, from 0
 * @param redelivered how many of its messages were, or may have been, delivered before
 * @param stream which stream had it
 * @param iteration 1, 2, 3 … in each stream
 * @param outcome confirmed; released or expired: its messages went back
 */
public record Attempt(
    LaneId lane,
    long epoch,
    SeqRange range,
    String iterationId,
    int part,
    int attempt,
    int redelivered,
    long stream,
    int iteration,
    Instant leasedAt,
    Instant leaseUntil,
    Instant endedAt,
    String outcome) {
  /** What is to be processed. */
  public static final String CONFIRMED = "confirmed";
}
