package dev.pixstream.server.console.live;

import dev.pixstream.core.model.SeqRange;
import dev.pixstream.core.store.view.LaneDetail;
import dev.pixstream.core.store.view.LaneState;
import java.util.ArrayList;
import java.util.List;

/**
 * The log of a lane as a strip: what is confirmed, in flight, returned, and waits. Most lanes have
 * long ends of one kind and little in between, so the strip shows the part in which something
 * happens, with a margin.
 *
 * @param from the first number that is shown, less one
 * @param to the last one
 * @param parts from left to right, later ones over earlier ones
 */
public record Strip(long from, long to, List<Part> parts) {
  /** How many units wide it is drawn. */
  public static final int WIDTH = 1_000;

  private static final double PART_WIDTH_MIN = 4;
  private static final long SPAN_MIN = 60;

  public Strip {
    parts = List.copyOf(parts);
  }

  /**
   * A range.
   *
   * @param kind confirmed, flight, returned or waits
   * @param stream of what is in flight: which one, from 1; else 0
   */
  public record Part(String kind, int stream, SeqRange range, double x, double width) {}

  public static Strip of(LaneState lane, LaneDetail detail) {
    long low = lane.head();
    for (var range : detail.returned()) {
      low = Math.min(low, range.from());
    }
    for (var stream : detail.streams()) {
      for (var range : stream.ranges()) {
        low = Math.min(low, range.from());
      }
    }
    long active = Math.max(lane.head() - low, SPAN_MIN / 3);
    long from = Math.max(detail.cleaned(), low - active);
    long to = Math.min(lane.stored(), lane.head() + active);
    to = Math.max(to, Math.min(lane.stored(), from + SPAN_MIN));
    var scale = new Scale(from, to);
    var parts = new ArrayList<Part>();
    scale.add(parts, "confirmed", 0, from, lane.head());
    scale.add(parts, "waits", 0, lane.head(), to);
    detail.returned().forEach(r -> scale.add(parts, "returned", 0, r.from(), r.to()));
    for (int i = 0; i < detail.streams().size(); i++) {
      for (var range : detail.streams().get(i).ranges()) {
        scale.add(parts, "flight", i + 1, range.from(), range.to());
      }
    }
    return new Strip(from, to, parts);
  }

  private record Scale(long from, long to) {
    void add(List<Part> parts, String kind, int stream, long first, long last) {
      long left = Math.max(first, from);
      long right = Math.min(last, to);
      if (left < right) {
        double unit = (double) WIDTH / (to - from);
        parts.add(
            new Part(
                kind,
                stream,
                new SeqRange(left, right),
                (left - from) * unit,
                Math.max((right - left) * unit, PART_WIDTH_MIN)));
      }
    }
  }
}
