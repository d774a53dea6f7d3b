package dev.pixstream.core.verification;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.SeqRange;
import java.util.Locale;
import java.util.Optional;

/**
 * A place where the invariant <em>partition</em> does not hold.
 *
 * @param range of which messages; empty: of the lane as a whole
 * @param detail what is wrong, for people
 */
public record Violation(LaneId lane, Kind kind, Optional<SeqRange> range, String detail) {
  /** What can be wrong. */
  public enum Kind {
    /** In no place: the messages will not be delivered. */
    NOWHERE,
    /** In two places: the messages may be delivered to two, or again after their confirmation. */
    TWICE,
    /** The numbers are taken, the messages are not there. */
    NOT_STORED,
    /** In a place, though there are no such messages. */
    BEYOND_TAIL,
    /** Leased so that no lease returns it. */
    STRANDED,
    /** More was claimed than there is. */
    HEAD_BEYOND_TAIL,
    /** More streams are open than a lane may have. */
    TOO_MANY_STREAMS;

    /** As it is written. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  static Violation of(LaneId lane, Kind kind, long from, long to, String what) {
    return new Violation(
        lane,
        kind,
        Optional.of(new SeqRange(from, to)),
        String.format(Locale.ROOT, "(%d, %d] is %s", from, to, what));
  }

  /** The same of a part of the range. */
  Violation within(long from, long to) {
    var part = new SeqRange(from, to);
    return range.filter(part::equals).isPresent()
        ? this
        : of(lane, kind, from, to, detail.replaceFirst("^\\(.*?] is ", ""));
  }

  static Violation of(LaneId lane, Kind kind, String detail) {
    return new Violation(lane, kind, Optional.empty(), detail);
  }

  @Override
  public String toString() {
    return lane.value() + ": " + detail;
  }
}
