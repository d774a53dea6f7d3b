package dev.pixstream.core.processing;

import dev.pixstream.core.store.queue.Job;
import java.time.Duration;

/**
 * A job that this worker has taken, and until when it surely is its own. It may be cancelled from
 * outside, which interrupts whoever runs it.
 */
final class HeldJob {
  private final Job job;
  private final long takenAt;
  private volatile long ownUntil;
  private Thread runner = Thread.currentThread();
  private boolean running;
  private boolean settling;
  private boolean cancelled;

  /**
   * Holds it.
   *
   * @param askedAt {@link System#nanoTime} before the queue was asked
   */
  HeldJob(Job job, long askedAt, Duration visibility) {
    this.job = job;
    this.takenAt = askedAt;
    this.ownUntil = askedAt + visibility.toNanos();
  }

  Job job() {
    return job;
  }

  void extended(long askedAt, Duration visibility) {
    ownUntil = askedAt + visibility.toNanos();
  }

  /** For how long it has been held. */
  Duration age() {
    return Duration.ofNanos(System.nanoTime() - takenAt);
  }

  synchronized void begin() {
    runner = Thread.currentThread();
    running = true;
  }

  /** From now on the queue says whether it is still its own. */
  synchronized void settle() {
    settling = true;
  }

  /** Nobody interrupts its thread after this. */
  synchronized void end() {
    running = false;
    var _ = Thread.interrupted();
  }

  /** It is another worker's now. */
  synchronized void lose() {
    if (!settling) {
      cancel();
    }
  }

  /** It is left to its visibility timeout. */
  synchronized void cancel() {
    cancelled = true;
    if (running) {
      runner.interrupt();
    }
  }

  /**
   * Goes on only with what is its own.
   *
   * @throws JobLost if it is not, or may not be
   */
  void check() throws JobLost {
    synchronized (this) {
      if (cancelled) {
        throw new JobLost();
      }
    }
    if (System.nanoTime() - ownUntil >= 0) {
      throw new JobLost();
    }
  }

  /** The job is not, or may not be, the worker's own. */
  static final class JobLost extends Exception {
    private static final long serialVersionUID = 1L;
  }
}
