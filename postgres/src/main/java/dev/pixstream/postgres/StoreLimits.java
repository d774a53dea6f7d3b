package dev.pixstream.postgres;

import static dev.pixstream.core.Bounds.require;

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
    require(backlogMax, Long.MAX_VALUE, "backlog-max");
    require(callMax, CALL_MIN, CALL_MAX, "database-timeout");
  }
}
