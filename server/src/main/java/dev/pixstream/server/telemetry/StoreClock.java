package dev.pixstream.server.telemetry;

import java.time.Duration;
import java.time.Instant;

/**
 * The store's clock as this node knows it: latencies that begin with a time of the store's are not
 * to be those between two clocks.
 */
final class StoreClock {
  private volatile Duration ahead = Duration.ZERO;

  /** The store said this time; it was asked and has answered at these. */
  void told(Instant time, Instant asked, Instant answered) {
    ahead = Duration.between(asked.plus(Duration.between(asked, answered).dividedBy(2)), time);
  }

  /** How long ago that was on the store's clock; never negative. */
  Duration since(Instant time) {
    var since = Duration.between(time, Instant.now().plus(ahead));
    return since.isNegative() ? Duration.ZERO : since;
  }
}
