package dev.pixstream.core.store.queue;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.MessageKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Messages whose processing has failed for good (contract, After confirmation). Each stays until a
 * person replays or discards it; either leaves an audit entry.
 *
 * <p>Acting twice is safe: the second time changes nothing and says so. Of a replay and a discard
 * at the same moment one is done and the other refused.
 *
 * <p>Every stage fails with {@link dev.pixstream.core.store.StoreUnavailableException} when the
 * store can't be reached in time.
 */
public interface DeadLetters {
  /** How many a page holds at most. */
  int PAGE_MAX = 200;

  /** How many one step replays at most, in one transaction. */
  int REPLAY_MAX = 1_000;

  /** Those that are dead, by ISPB, then by the time of their last failure. */
  CompletionStage<Page> list(Query query);

  /** One that is a dead letter or was one before it was replayed or discarded. */
  CompletionStage<Optional<DeadLetterHistory>> find(LaneId lane, MessageKey key);

  /**
   * Has these processed again, at once and with all their attempts, as one step.
   *
   * @param names at most {@link #REPLAY_MAX}
   * @return what came of each, in the same order
   */
  CompletionStage<List<Outcome>> replay(List<Name> names);

  /**
   * One step of replaying all of an ISPB, the longest dead first. What dies again meanwhile is left
   * alone, so that steps come to an end.
   *
   * @param until only what had failed by then; empty: now, as the answer tells for the next step
   * @param max how many at most, 1 to {@link #REPLAY_MAX}
   */
  CompletionStage<LaneReplay> replayAll(LaneId lane, Optional<Instant> until, int max);

  /**
   * Gives one up. It keeps its row and never becomes a dead letter again.
   *
   * @param reason why, for the audit entry; not blank
   */
  CompletionStage<Outcome> discard(LaneId lane, MessageKey key, String reason);

  /** Which one. */
  record Name(LaneId lane, MessageKey key) {}

  /**
   * Which ones, and which page of them.
   *
   * @param from whose last failure was then or later
   * @param to whose last failure was before that
   * @param after the end of the page before
   * @param limit 1 to {@link #PAGE_MAX}
   */
  record Query(
      Optional<LaneId> lane,
      Optional<Instant> from,
      Optional<Instant> to,
      Optional<Place> after,
      int limit) {}

  /** A place in the list. */
  record Place(LaneId lane, Instant lastFailed, long sequence) {}

  /**
   * A page.
   *
   * @param next the place after which the next one begins; empty: this is the last one
   */
  record Page(List<DeadLetter> letters, Optional<Place> next) {
    public Page {
      letters = List.copyOf(letters);
    }
  }

  /**
   * A step of replaying a lane.
   *
   * @param replayed how many
   * @param until for the next step
   * @param more whether there is one
   */
  record LaneReplay(int replayed, Instant until, boolean more) {}

  /** What came of an action. */
  enum Outcome {
    /** It was dead, and is no more. */
    DONE,
    /** This had been done before. */
    UNCHANGED,
    /** The other action was taken before. */
    REFUSED,
    /** It is no dead letter and was none. */
    UNKNOWN
  }
}
