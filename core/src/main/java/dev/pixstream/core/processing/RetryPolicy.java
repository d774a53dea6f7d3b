package dev.pixstream.core.processing;

import dev.pixstream.core.model.Bounds;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When a message that failed is processed again: exponential backoff with full jitter, that is,
 * after a random part of a bound that doubles with each attempt.
 *
 * @param first the bound after the first attempt, 1 ms to 1 h
 * @param max the largest bound, at least the first, at most 24 h
 * @param attemptsMax how many attempts before the message goes to the dead letters, 1 to 100
 */
public record RetryPolicy(Duration first, Duration max, int attemptsMax) {
  /** First 1 s, at most 5 min, 8 attempts. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(Duration.ofSeconds(1), Duration.ofMinutes(5), 8);

  /** More doublings than lie between the smallest first bound and the largest. */
  private static final int DOUBLINGS_MAX = 30;

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if one is out of its bounds; the message names it
   */
  public RetryPolicy {
    Bounds.require(first, Duration.ofMillis(1), Duration.ofHours(1), "retry-first");
    Bounds.require(max, first, Duration.ofHours(24), "retry-max");
    Bounds.require(attemptsMax, 100, "retry-attempts");
  }

  /**
   * How long to wait after an attempt that failed.
   *
   * @param attempt 1 for the first
   * @return empty if it was the last one
   */
  public Optional<Duration> retryIn(int attempt, RandomGenerator random) {
    if (attempt >= attemptsMax) {
      return Optional.empty();
    }
    return Optional.of(Duration.ofNanos(random.nextLong(bound(attempt).toNanos() + 1)));
  }

  /** The longest wait after this attempt. */
  Duration bound(int attempt) {
    var doubled = first.multipliedBy(1L << Math.min(attempt - 1, DOUBLINGS_MAX));
    return doubled.compareTo(max) < 0 ? doubled : max;
  }
}
