package dev.pixstream.server.console;

import dev.pixstream.core.store.view.LaneDetail.OpenStream;
import java.time.Duration;
import java.time.Instant;

/**
 * An open stream with its lease.
 *
 * @param place 1 to 6, for its colour
 * @param left until its lease ends
 * @param percent of a whole lease that is left, at most 100
 */
public record StreamRow(int place, OpenStream stream, Duration left, int percent) {
  static StreamRow of(int place, OpenStream stream, Instant now, Duration lease) {
    var left = Duration.between(now, stream.leaseUntil());
    long percent = 100 * Math.max(0, left.toMillis()) / Math.max(1, lease.toMillis());
    return new StreamRow(place, stream, left, (int) Math.min(100, percent));
  }

  /** waiting, batch or idle: between a 204 and the next pull. */
  public String state() {
    return stream.waits() ? "waiting" : stream.ranges().isEmpty() ? "idle" : "batch";
  }

  /** How much of its lease is left: good, low or out. */
  public String health() {
    return percent > 33 || stream.waits() ? "good" : percent > 0 ? "low" : "out";
  }
}
