package dev.pixstream.server.console.live;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.StringJoiner;

/** The last 15 minutes of one lane or of all, at most a point a second, for the charts. */
public final class ChartHistory {
  static final int POINTS_MAX = 900;

  private static final Duration SPAN = Duration.ofMinutes(15);

  private final String[] points = new String[POINTS_MAX];
  private final Instant[] times = new Instant[POINTS_MAX];
  private int next;
  private int size;
  private long usedNanos = System.nanoTime();

  synchronized void add(Instant time, LaneRow row) {
    times[next] = time;
    points[next] = point(time, row);
    next = (next + 1) % POINTS_MAX;
    size = Math.min(size + 1, POINTS_MAX);
  }

  /** A JSON array of arrays. */
  synchronized String json() {
    usedNanos = System.nanoTime();
    var json = new StringJoiner(",", "[", "]");
    for (int i = 0; i < size; i++) {
      int at = (next - size + i + POINTS_MAX) % POINTS_MAX;
      if (!times[at].isBefore(newest().minus(SPAN))) {
        json.add(points[at]);
      }
    }
    return json.toString();
  }

  private Instant newest() {
    return times[(next - 1 + POINTS_MAX) % POINTS_MAX];
  }

  synchronized void used() {
    usedNanos = System.nanoTime();
  }

  synchronized long idleNanos() {
    return System.nanoTime() - usedNanos;
  }

  /** {@code [seconds since 1970, stored/s, delivered/s, processed/s, backlog]}. */
  public static String point(Instant time, LaneRow row) {
    return String.format(
        Locale.ROOT,
        "[%.1f,%.1f,%.1f,%.1f,%d]",
        time.toEpochMilli() / 1_000.0,
        row.stored(),
        row.delivered(),
        row.processed(),
        row.backlog());
  }
}
