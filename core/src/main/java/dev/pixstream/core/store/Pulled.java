package dev.pixstream.core.store;

import dev.pixstream.core.model.Arrival;

/**
 * What the store made of a pull, or of the opening of a stream.
 *
 * @param outcome what it came to
 * @param expiry what it had to end first, because leases of the lane had ended; whoever asked wakes
 *     the collectors that wait for those messages
 */
public record Pulled(PullOutcome outcome, Expiry expiry) {
  /** No lease had ended. */
  public static Pulled of(PullOutcome outcome) {
    return new Pulled(outcome, Expiry.NONE);
  }

  /** What went back to the lane and is not in the batch of this very outcome. */
  public Arrival left() {
    var returned = expiry.returned();
    int taken =
        outcome instanceof PullOutcome.Delivered(_, var payloads, _, _, _, _, _)
            ? payloads.size()
            : 0;
    return new Arrival(Math.max(0, returned.messages() - taken), returned.waiting());
  }
}
