package dev.pixstream.client;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait between attempts of one request: twice as long each time, spread at random. */
final class Backoff {

  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final Duration RETRY_AFTER_MAX = Duration.ofMinutes(5);
  private static final int DOUBLINGS_MAX = 10;

  private final long startNanos = System.nanoTime();
  private int attempts;

  /** Since the first attempt. */
  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  /**
   * The next delay: never less than the server asked for, and up to a tenth more, so that
   * collectors which were turned away together do not come back together.
   */
  Duration next(Optional<Duration> retryAfter) {
    long ownNanos =
        Math.min(FIRST.toNanos() << Math.min(attempts, DOUBLINGS_MAX), LONGEST.toNanos());
    attempts++;
    var random = ThreadLocalRandom.current();
    if (retryAfter.isPresent()) {
      long askedNanos = min(retryAfter.get(), RETRY_AFTER_MAX).toNanos();
      return Duration.ofNanos(askedNanos + random.nextLong(askedNanos / 10 + 1));
    }
    return Duration.ofNanos(ownNanos / 2 + random.nextLong(ownNanos / 2 + 1));
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
