package dev.pixstream.server.console;

import java.time.Instant;
import java.util.Locale;

/** The last 15 minutes of one lane or of all, a point a second, for the charts. */
final class Trail {
  static final int POINTS_MAX = 900;

  private final String[] points = new String[POINTS_MAX];
  private int next;
  private int size;
  private long usedNanos = System.nanoTime();

  synchronized void add(String point) {
    points[next] = point;
    next = (next + 1) % POINTS_MAX;
    size = Math.min(size + 1, POINTS_MAX);
  }

  /** A JSON array of arrays. */
  synchronized String json() {
    usedNanos = System.nanoTime();
    var json = new StringBuilder("[");
    for (int i = 0; i < size; i++) {
      json.append(i == 0 ? "" : ",").append(points[(next - size + i + POINTS_MAX) % POINTS_MAX]);
    }
    return json.append(']').toString();
  }

  synchronized void used() {
    usedNanos = System.nanoTime();
  }

  synchronized long idleNanos() {
    return System.nanoTime() - usedNanos;
  }

  /** {@code [seconds since 1970, stored/s, delivered/s, processed/s, backlog]}. */
  static String point(Instant time, LaneRow row) {
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
