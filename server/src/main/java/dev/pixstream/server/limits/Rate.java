package dev.pixstream.server.limits;

/**
 * A token bucket's form.
 *
 * @param perSecond how many tokens come back in a second
 * @param burst how many it holds
 */
public record Rate(long perSecond, long burst) {
  /** A day's worth of tokens still fits into a long. */
  public static final long MAX = 1_000_000_000;

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if one is out of its bounds
   */
  public Rate {
    if (perSecond < 1 || perSecond > MAX || burst < 1 || burst > MAX) {
      throw new IllegalArgumentException("a rate and its burst are 1 to " + MAX);
    }
  }

  /** A bucket that holds what comes back in a second. */
  public static Rate perSecond(long tokens) {
    return new Rate(tokens, tokens);
  }

  /** What one of so many nodes gives out. */
  Rate shared(int nodes) {
    return new Rate(Math.max(1, perSecond / nodes), Math.max(1, burst / nodes));
  }

  /** In how many seconds an empty bucket is full. */
  long fillSeconds() {
    return Math.max(1, Math.ceilDiv(burst, perSecond));
  }
}
