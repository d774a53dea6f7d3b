package dev.pixstream.postgres;

import java.time.Duration;

/**
 * What a node asks of its database at most.
 *
 * @param backlogMax how many undelivered messages a lane may have; beyond them nothing is stored
 *     (promise 9)
 * @param callMax how long a collector's or publisher's call may take before it is answered as
 *     unavailable
 */
public record StoreLimits(long backlogMax, Duration callMax) {
  public static final Duration CALL_MIN = Duration.ofMillis(100);
  public static final Duration CALL_MAX = Duration.ofMinutes(1);

  /** Ten million messages, five seconds. */
  public static final StoreLimits DEFAULT = new StoreLimits(10_000_000, Duration.ofSeconds(5));

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if one is out of its bounds; the message names it
   */
  public StoreLimits {
    if (backlogMax < 1) {
      throw new IllegalArgumentException("backlog-max is 1 or more, not " + backlogMax);
    }
    if (callMax.compareTo(CALL_MIN) < 0 || callMax.compareTo(CALL_MAX) > 0) {
      throw new IllegalArgumentException(
          "database-timeout is 100 ms to 60000 ms, not " + callMax.toMillis() + " ms");
    }
  }
}
