package dev.pixstream.core.processing;

import dev.pixstream.core.store.queue.Failure;
import dev.pixstream.core.store.queue.Job;
import dev.pixstream.core.store.queue.Payment;
import java.util.List;

/**
 * Is told what a worker does, for logs and measures. Calls come from many threads and must not
 * block.
 */
public interface WorkerListener {
  /** Nobody listens. */
  WorkerListener NONE = new WorkerListener() {};

  /**
   * A job is over, and the queue knows.
   *
   * @param payments its messages, without those that the store no longer has
   * @param failures those of its messages that failed; all others are processed
   */
  default void ended(Job job, List<Payment> payments, List<Failure> failures) {}

  /** The same, with the time since its beginning, in nanoseconds. */
  default void ended(Job job, List<Payment> payments, List<Failure> failures, long tookNanos) {
    ended(job, payments, failures);
  }

  /**
   * A job is no longer the worker's own, or it was left to its visibility timeout. Whatever it had
   * done is done again.
   */
  default void lost(Job job) {}

  /** The store was away, or something failed that nobody expected. The worker goes on. */
  default void trouble(Throwable failure) {}
}
