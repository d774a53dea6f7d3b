package dev.pixstream.core.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Consecutive messages of one lane.
 *
 * @param from the number before the first
 * @param to the number of the last
 */
public record SeqRange(long from, long to) {
  /** Checks that it holds something. */
  public SeqRange {
    if (from < 0 || to <= from) {
      throw new IllegalArgumentException("(" + from + ", " + to + "] is no range of messages");
    }
  }

  /** These ranges in their order; those that follow each other without a gap become one. */
  public static List<SeqRange> joined(List<SeqRange> ranges) {
    List<SeqRange> joined = new ArrayList<>(ranges.size());
    for (var range : ranges) {
      if (!joined.isEmpty() && joined.getLast().to() == range.from()) {
        joined.add(new SeqRange(joined.removeLast().from(), range.to()));
      } else {
        joined.add(range);
      }
    }
    return joined;
  }

  /** How many messages. */
  public int size() {
    return Math.toIntExact(to - from);
  }
}
