package dev.pixstream.client;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait between attempts: twice as long each time, spread at random. */
final class Backoff {

  static final Duration FIRST = Duration.ofMillis(100);
  static final Duration LONGEST = Duration.ofSeconds(10);
  static final Duration RETRY_AFTER_MAX = Duration.ofMinutes(5);
  private static final int DOUBLINGS_MAX = 10;

  private final long startNanos = System.nanoTime();
  private int attempts;

  /** Since the first attempt. */
  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  /** The next delay: a random time between half and all of what the doubling has come to. */
  Duration next() {
    long ownNanos =
        Math.min(FIRST.toNanos() << Math.min(attempts, DOUBLINGS_MAX), LONGEST.toNanos());
    attempts++;
    return Duration.ofNanos(ownNanos / 2 + ThreadLocalRandom.current().nextLong(ownNanos / 2 + 1));
  }

  /**
   * The next delay: never less than the server asked for, and up to a tenth more, so that
   * collectors which were turned away together do not come back together. Never less than without
   * its wish either: a server that says 0 again and again is not to be asked in a loop.
   */
  Duration next(Optional<Duration> retryAfter) {
    var own = next();
    if (retryAfter.isEmpty()) {
      return own;
    }
    long askedNanos = min(retryAfter.get(), RETRY_AFTER_MAX).toNanos();
    long nanos = askedNanos + ThreadLocalRandom.current().nextLong(askedNanos / 10 + 1);
    return Duration.ofNanos(Math.max(own.toNanos(), nanos));
  }

  static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
