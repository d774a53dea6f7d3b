package dev.pixstream.core.store;

import dev.pixstream.core.model.Bounds;
import java.time.Duration;

/**
 * The bounds of the protocol.
 *
 * @param waitMax how long a pull waits at most, up to 8 s (contract, Long polling)
 * @param lease how long a stream may stay away before its batch goes back, 60 s by default (promise
 *     3)
 * @param grace the lease of a batch whose response could not be written, 5 s by default
 * @param streamsMax how many streams a lane may have open, 1 to 6 (promise 8)
 */
public record StreamRules(Duration waitMax, Duration lease, Duration grace, int streamsMax) {
  public static final Duration WAIT_MAX = Duration.ofSeconds(8);
  public static final int STREAMS_MAX = 6;

  /** What the contract says where nothing else is configured. */
  public static final StreamRules DEFAULT =
      new StreamRules(WAIT_MAX, Duration.ofSeconds(60), Duration.ofSeconds(5), STREAMS_MAX);

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if one is out of its bounds; the message names it
   */
  public StreamRules {
    Bounds.require(waitMax, Duration.ZERO, WAIT_MAX, "wait");
    Bounds.require(lease, Duration.ofMillis(100), Duration.ofHours(1), "lease");
    Bounds.require(grace, Duration.ofMillis(50), Duration.ofHours(1), "grace");
    Bounds.require(streamsMax, STREAMS_MAX, "streams-max");
  }
}
