package dev.pixstream.core.processing;

import dev.pixstream.core.Ispb;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What a queue that is not in the database keeps there, so that it may lose everything: what was
 * confirmed, as a log of each lane, what of it is done, and which messages failed. The queue itself
 * knows only who has what at the moment, and can be made anew from here.
 *
 * <p>All that is written is on disk when its stage completes. Every stage fails with {@link
 * dev.pixstream.core.StoreUnavailableException} when the database can't be reached in time; asking
 * again is safe.
 */
public interface ProcessingRecord {
  /** How many attempts, endings or entries one call carries at most. */
  int ROWS_MAX = 1_000;

  /**
   * An attempt of delivery that is over.
   *
   * @param epoch the lane's when it was (see {@link dev.pixstream.core.LaneArchive})
   * @param iterationId the id that the batch gave out
   * @param part which of the batch's ranges this is, from 0
   * @param redelivered how many of its messages were, or may have been, delivered before
   * @param stream which stream had it
   * @param iteration 1, 2, 3 … in each stream
   * @param outcome confirmed; released or expired: its messages went back
   */
  record Attempt(
      Ispb ispb,
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

  /**
   * Writes attempts to the history, and those that were confirmed to the log. Writing one again
   * changes nothing. A confirmed one of an earlier epoch that is not written by now is void: when
   * the lane was made anew nobody knew of it, so its messages are delivered again.
   *
   * @return of each, in the same order, its place in its lane's log; 0: it has none
   */
  CompletionStage<List<Long>> attempts(List<Attempt> attempts);

  /**
   * A confirmation in the log of a lane.
   *
   * @param n its place: 1, 2, 3 … without gaps
   */
  record Entry(long n, SeqRange range) {}

  /**
   * A part of the log.
   *
   * @param entries those that are not done, in order
   * @param to all up to this place are among them or done
   * @param more there is more beyond
   */
  record LogPage(List<Entry> entries, long to, boolean more) {}

  /** What is not done of a lane's log beyond this place. */
  CompletionStage<LogPage> log(Ispb ispb, long after);

  /** What the database's own queue had under way in this lane, if it had any, is not done. */
  CompletionStage<Void> adopt(Ispb ispb);

  /**
   * A job that is over.
   *
   * @param from its range of the log: the place before the first
   * @param to the place of the last
   * @param worker who had it
   * @param takenAt since when
   * @param failures those of its messages that failed
   */
  record Ending(
      Ispb ispb, long from, long to, String worker, Instant takenAt, List<Failure> failures) {
    /** Copies the failures. */
    public Ending {
      failures = List.copyOf(failures);
    }
  }

  /**
   * Writes what came of jobs. Of two that end the same job only the first counts.
   *
   * @return of each, in the same order, whether it counted
   */
  CompletionStage<List<Boolean>> ended(List<Ending> endings);

  /**
   * A retry of one message that is over.
   *
   * @param attempts how many have ended by now
   * @param failure why it failed; empty: it is processed
   */
  record RetryEnding(Ispb ispb, long seq, int attempts, Optional<Failure> failure) {}

  /**
   * Writes what came of retries.
   *
   * @return of each, in the same order, whether the message was to be retried
   */
  CompletionStage<List<Boolean>> retriesEnded(List<RetryEnding> endings);

  /** A range of a lane's log. */
  record Span(Ispb ispb, long from, long to) {}

  /** A message of a lane. */
  record Message(Ispb ispb, long seq) {}

  /**
   * What is still to be done.
   *
   * @param jobs of each job, in the order asked for, whether any of it is
   * @param attempts of each retry how many attempts have failed; empty: it is not to be retried
   */
  record Open(List<Boolean> jobs, List<Optional<Integer>> attempts) {}

  /** Which of these are still to be done. */
  CompletionStage<Open> open(List<Span> jobs, List<Message> retries);

  /** See {@link ProcessingQueue#enqueue}: new entries of the log, and messages to be retried. */
  CompletionStage<Void> requeue(Ispb ispb, List<SeqRange> ranges);

  /**
   * A message that is to be retried.
   *
   * @param in how long until it is due
   */
  record Retry(long seq, Duration in) {}

  /** Those of a lane with higher numbers than this, in their order. */
  CompletionStage<List<Retry>> retrying(Ispb ispb, long after);

  /** Lanes with messages that should have been retried this long ago, the longest due first. */
  CompletionStage<List<Ispb>> overdue(Duration age);

  /** Lanes that have messages, in the order of their codes. */
  CompletionStage<List<Ispb>> lanes(Optional<Ispb> after, int max);
}
