package dev.pixstream.core.processing;

import java.time.Duration;

/**
 * How many jobs a worker asks for: more while it has done with them soon, fewer while it has not,
 * so that slow jobs don't wait at one node while another is idle. Of the dispatcher alone.
 */
final class AdaptivePrefetch {
  private static final Duration SOON = Duration.ofMillis(250);
  private static final Duration LATE = Duration.ofSeconds(1);

  private final int least;
  private int jobs;
  private long lastAt = System.nanoTime();

  /**
   * At first, and at least, as many as run at the same time.
   *
   * @param concurrency how many these are
   */
  AdaptivePrefetch(int concurrency) {
    this.least = concurrency;
    this.jobs = concurrency;
  }

  /** For a take at this time. The one before was when there was room for these. */
  int next(long now) {
    long since = now - lastAt;
    lastAt = now;
    if (since < SOON.toNanos()) {
      jobs = Math.min(2 * jobs, WorkerRules.JOBS_MAX);
    } else if (since > LATE.toNanos()) {
      jobs = Math.max(jobs / 2, least);
    }
    return jobs;
  }
}
