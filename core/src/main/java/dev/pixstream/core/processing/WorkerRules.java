package dev.pixstream.core.processing;

import dev.pixstream.core.model.Bounds;
import java.time.Duration;

/**
 * The bounds of a worker.
 *
 * @param concurrency how many jobs run at the same time, 1 to 50
 * @param messagesMax how many messages a job holds at most, 1 to 10,000
 * @param visibility for how long a job that was taken is the worker's own, from 100 ms to 1 h; it
 *     is extended three times as often while the job runs
 * @param retries when a message that failed is processed again
 */
public record WorkerRules(
    int concurrency, int messagesMax, Duration visibility, RetryPolicy retries) {
  /** How many jobs a worker takes at a time and holds at most. */
  public static final int JOBS_MAX = 50;

  /** What holds where nothing else is configured. */
  public static final WorkerRules DEFAULT =
      new WorkerRules(4, 1_000, Duration.ofSeconds(30), RetryPolicy.DEFAULT);

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if one is out of its bounds; the message names it
   */
  public WorkerRules {
    Bounds.require(concurrency, JOBS_MAX, "worker-concurrency");
    Bounds.require(messagesMax, 10_000, "worker-messages-max");
    Bounds.require(visibility, Duration.ofMillis(100), Duration.ofHours(1), "worker-visibility");
  }
}
