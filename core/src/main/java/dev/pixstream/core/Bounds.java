package dev.pixstream.core;

import java.time.Duration;

/** Refuses what is out of bounds, in words that name the option. */
public final class Bounds {
  private Bounds() {}

  /**
   * A duration of at least {@code min} and at most {@code max}.
   *
   * @throws IllegalArgumentException if it is not; the message has milliseconds
   */
  public static void require(Duration value, Duration min, Duration max, String name) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw new IllegalArgumentException(
          "%s is %d ms to %d ms, not %d ms"
              .formatted(name, min.toMillis(), max.toMillis(), value.toMillis()));
    }
  }

  /**
   * A number of 1 to {@code max}.
   *
   * @throws IllegalArgumentException if it is not
   */
  public static void require(int value, int max, String name) {
    if (value < 1 || value > max) {
      throw new IllegalArgumentException("%s is 1 to %d, not %d".formatted(name, max, value));
    }
  }
}
