package dev.pixstream.redis.lanes;

import dev.pixstream.core.model.SeqRange;
import java.util.ArrayList;
import java.util.List;

/** Sets of messages as ranges. */
final class Ranges {
  private Ranges() {}

  /** What is in the first and not in the second; both in any order. */
  static List<SeqRange> minus(List<SeqRange> from, List<SeqRange> without) {
    var left = new ArrayList<>(from);
    for (var hole : without) {
      var next = new ArrayList<SeqRange>(left.size() + 1);
      for (var range : left) {
        if (hole.to() <= range.from() || hole.from() >= range.to()) {
          next.add(range);
          continue;
        }
        if (hole.from() > range.from()) {
          next.add(new SeqRange(range.from(), hole.from()));
        }
        if (hole.to() < range.to()) {
          next.add(new SeqRange(hole.to(), range.to()));
        }
      }
      left = next;
    }
    return left;
  }
}
