package dev.pixstream.core.store.view;

import dev.pixstream.core.model.Arrival;
import dev.pixstream.core.model.IterationId;
import dev.pixstream.core.model.LaneId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * How lanes stand, for people who watch. All that depends on where claims are kept is here, so that
 * each coordinator has one of its own.
 *
 * <p>Every stage fails with {@link dev.pixstream.core.store.StoreUnavailableException} when the
 * store can't be reached in time.
 */
public interface LaneView {
  /**
   * All lanes at one moment, by a bounded number of calls to each store, each of at most 2 s.
   *
   * @param since the time of the sample before: what was redelivered and processed is counted from
   *     there; empty: it is zero
   * @param watched lanes that are described in detail
   */
  CompletionStage<LaneSample> sample(Optional<Instant> since, Set<LaneId> watched);

  /**
   * All lanes together, likewise.
   *
   * @param lanesMax how many of the largest lanes are named at most, and of those with the oldest
   *     messages
   */
  CompletionStage<LaneTotals> totals(int lanesMax);

  /**
   * Ends a stream as if its collector had closed it with the previous id: its batch goes back to
   * the front of the lane, and its ids answer 410 from then on (contract, promise 4).
   *
   * @param stream its number
   */
  CompletionStage<Ended> end(LaneId lane, long stream);

  /**
   * The outcome of a forced close.
   *
   * @param ended false: the lane has no such open stream, and nothing changed
   * @param returned the messages that went back
   * @param waiter the id with which a request of the stream waits, which has to be told
   */
  record Ended(boolean ended, Arrival returned, Optional<IterationId> waiter) {}
}
