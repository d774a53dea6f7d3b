package dev.pixstream.redis.lanes;

import dev.pixstream.core.model.SeqRange;
import java.util.ArrayList;
import java.util.List;

/**
 * A range of a batch, as the lane's owners have it: {@code <from>-<to>:<attempt>:<redelivered>}.
 *
 * @param redelivered how many of it were, or may have been, delivered before
 */
record RangeText(SeqRange range, int redelivered) {
  static List<RangeText> parse(String text) {
    var ranges = new ArrayList<RangeText>();
    for (var word : text.split(" ", -1)) {
      int dash = word.indexOf('-');
      int colon = word.indexOf(':', dash);
      int last = word.indexOf(':', colon + 1);
      ranges.add(
          new RangeText(
              new SeqRange(
                  Long.parseLong(word.substring(0, dash)),
                  Long.parseLong(word.substring(dash + 1, colon))),
              Integer.parseInt(word.substring(last + 1))));
    }
    return ranges;
  }
}
