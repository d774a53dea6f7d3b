package dev.pixstream.postgres.link;

import static dev.pixstream.core.model.Bounds.require;

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

  /** For statements of the worker and of administration, which nobody waits for in a request. */
  public static final Duration STATEMENT_MAX = Duration.ofSeconds(10);

  private static final Duration SILENCE_MAX = Duration.ofSeconds(30);

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

  /** What nobody waits for any more need not run on for long. */
  public Duration statementMax() {
    return longer(callMax, STATEMENT_MAX);
  }

  /** After which a connection counts as dead: not while a statement may still be answered. */
  public static Duration silenceMax(Duration statementMax) {
    return longer(statementMax.plusSeconds(10), SILENCE_MAX);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
