package dev.pixstream.core.model;

import java.time.Duration;
import java.util.Locale;

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
          String.format(
              Locale.ROOT,
              "%s is %d ms to %d ms, not %d ms",
              name,
              min.toMillis(),
              max.toMillis(),
              value.toMillis()));
    }
  }

  /**
   * A number of 1 to {@code max}; {@link Long#MAX_VALUE}: any.
   *
   * @throws IllegalArgumentException if it is not
   */
  public static void require(long value, long max, String name) {
    if (value < 1 || value > max) {
      var most = max == Long.MAX_VALUE ? "or more" : "to " + max;
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s is 1 %s, not %d", name, most, value));
    }
  }
}
