package dev.pixstream.core.store.queue;

import dev.pixstream.core.model.LaneId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Removes what is older than the retention, counted from the end of its processing: from the lower
 * end of each lane messages with their history, their jobs, failures and ledger entries; and ended
 * streams.
 *
 * <p>It never removes a message that is not confirmed, not processed, or a dead letter that nobody
 * has replayed or discarded, nor anything beyond it in its lane; nor the newest batch of a lane or
 * of an open stream.
 */
public interface Cleaning {
  /** How many messages one step removes at most, in one transaction. */
  int MESSAGES_MAX = 1_000;

  /**
   * Cleans the next lane a bit; beyond the last one, ended streams. One node does so at a time.
   *
   * @param after the lane to go on after; empty: start with the first
   */
  CompletionStage<Step> step(Duration retention, Optional<LaneId> after);

  /** What a step did. */
  sealed interface Step {
    /** Another node is at it. */
    record Busy() implements Step {}

    /**
     * A lane was cleaned.
     *
     * @param messages how many were removed
     * @param more whether the same lane has more to remove
     */
    record Cleaned(LaneId lane, int messages, boolean more) implements Step {}

    /**
     * There are no further lanes.
     *
     * @param streams how many ended streams were removed
     * @param more whether there are more of them
     */
    record Finished(int streams, boolean more) implements Step {}
  }
}
