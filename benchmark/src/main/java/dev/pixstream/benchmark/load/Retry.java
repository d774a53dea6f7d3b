package dev.pixstream.benchmark.load;

import dev.pixstream.check.http.ResponseView;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before the next try. */
final class Retry {
  private static final long FIRST_NANOS = 50_000_000;
  private static final long MAX_NANOS = 2_000_000_000;

  private long nextNanos = FIRST_NANOS;

  void succeeded() {
    nextNanos = FIRST_NANOS;
  }

  /** After a lost connection: longer each time, and never all at once. */
  long afterLoss() {
    long wait = nextNanos / 2 + ThreadLocalRandom.current().nextLong(nextNanos / 2);
    nextNanos = Math.min(MAX_NANOS, 2 * nextNanos);
    return wait;
  }

  /** As the server asked, and a little more; a second if it named no number of seconds. */
  long asTold(ResponseView response) {
    var seconds = response.header("retry-after").filter(said -> said.matches("[0-9]{1,4}"));
    return Math.max(1, Long.parseLong(seconds.orElse("1"))) * 1_000_000_000L
        + ThreadLocalRandom.current().nextLong(FIRST_NANOS);
  }
}
