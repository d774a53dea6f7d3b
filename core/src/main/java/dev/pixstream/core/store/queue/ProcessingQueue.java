package dev.pixstream.core.store.queue;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.SeqRange;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The queue {@code message-processing}: what was confirmed and is to be processed, as ranges, never
 * payloads. Jobs are handed out at least once; time is the store's.
 *
 * <p>The coordinator enqueues a batch in the very step that confirms it, so that nothing confirmed
 * is ever not processed. Each enqueued message is always in exactly one place: never taken, in one
 * running job, waiting for its retry, dead, discarded, or processed.
 *
 * <p>Fencing: a job is complete only by the token of its newest attempt. A worker that outlived its
 * visibility timeout is told so and changes nothing.
 *
 * <p>Every stage fails with {@link dev.pixstream.core.store.StoreUnavailableException} when the
 * store can't be reached in time; asking again is safe.
 */
public interface ProcessingQueue {
  /**
   * Puts ranges of a lane on the queue once more, behind what is there: what was processed is taken
   * again, and dead letters are retried at once, as if they had never failed. What is on the queue
   * already, was discarded, or is not confirmed stays as it is.
   */
  CompletionStage<Void> enqueue(LaneId lane, List<SeqRange> ranges);

  /**
   * Takes jobs: those whose worker went away first, then retries that are due, then what was
   * confirmed in these lanes and was never taken, a job of each lane in turn. Fewer jobs than asked
   * for: there are no more.
   */
  CompletionStage<List<Job>> take(Demand demand);

  /**
   * What a worker can take.
   *
   * @param worker its name, for people
   * @param lanes where it expects work that was never taken
   * @param jobsMax how many jobs at most, 1 to 50
   * @param messagesMax how many messages a job holds at most, unless a single batch holds more, or
   *     the job was taken before
   * @param visibility for how long the jobs are its own
   */
  record Demand(
      String worker, Collection<LaneId> lanes, int jobsMax, int messagesMax, Duration visibility) {}

  /**
   * The worker is still at it: the visibility timeout of these jobs starts anew.
   *
   * @return those that are still its own
   */
  CompletionStage<Set<Job.Token>> extend(Collection<Job> jobs, Duration visibility);

  /**
   * All messages of the job are processed.
   *
   * @return false if the job is no longer its own; nothing has changed then
   */
  CompletionStage<Boolean> complete(Job job);

  /**
   * The job is over: these messages of it failed, all others are processed. Each that failed is a
   * job of its own from now on.
   *
   * @return false if the job is no longer its own; nothing has changed then
   * @throws IllegalArgumentException if a message is none of the job's, or is named twice
   */
  CompletionStage<Boolean> fail(Job job, List<Failure> failures);

  /**
   * Lanes that hold work that was never taken, in the order of their codes: the backstop for
   * wakings that were lost.
   *
   * @param after only lanes beyond this one
   * @param lanesMax how many lanes are looked at, at most
   */
  CompletionStage<Waiting> waiting(Optional<LaneId> after, int lanesMax);

  /**
   * A query of some lanes.
   *
   * @param lanes those that hold work
   * @param last the last one that was looked at; empty: there are none beyond
   */
  record Waiting(List<LaneId> lanes, Optional<LaneId> last) {}
}
