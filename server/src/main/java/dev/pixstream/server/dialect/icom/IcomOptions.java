package dev.pixstream.server.dialect.icom;

import dev.pixstream.core.model.Bounds;
import java.time.Duration;

/**
 * How the dialect of the ICOM is served.
 *
 * @param on whether it is
 * @param waitMax how long a read waits at most, 100 ms to 8 s: readers in production give up after
 *     7 s
 */
public record IcomOptions(boolean on, Duration waitMax) {
  public static final Duration WAIT_MAX = Duration.ofSeconds(5);
  public static final IcomOptions OFF = new IcomOptions(false, WAIT_MAX);

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if one is out of its bounds; the message names it
   */
  public IcomOptions {
    Bounds.require(waitMax, Duration.ofMillis(100), Duration.ofSeconds(8), "icom-wait");
  }
}
