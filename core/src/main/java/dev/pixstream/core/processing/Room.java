package dev.pixstream.core.processing;

import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;

/** How many messages the jobs of a worker hold in memory at a time; a job beyond that waits. */
public final class Room {
  /** A message of the largest size, with the copies that the driver makes of it. */
  private static final int MESSAGE_BYTES = 16 * 1_024;

  private final int messagesMax;
  private final Semaphore free;

  /**
   * Makes one.
   *
   * @param messagesMax 1 or more
   */
  public Room(int messagesMax) {
    this.messagesMax = messagesMax;
    this.free = new Semaphore(messagesMax, true);
  }

  /** In a quarter of the heap. */
  static Room ofHeap() {
    long messages = Runtime.getRuntime().maxMemory() / 4 / MESSAGE_BYTES;
    return new Room(Math.clamp(messages, 1, Integer.MAX_VALUE));
  }

  int messagesMax() {
    return messagesMax;
  }

  /** Runs a job when there is room for it. One that is larger, of another node, runs alone. */
  <T> T within(int messages, Callable<T> job) throws Exception {
    int taken = Math.min(messages, messagesMax);
    free.acquire(taken);
    try {
      return job.call();
    } finally {
      free.release(taken);
    }
  }
}
