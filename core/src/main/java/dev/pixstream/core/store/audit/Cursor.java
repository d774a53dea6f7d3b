package dev.pixstream.core.store.audit;

import dev.pixstream.core.model.LaneId;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a check goes on.
 *
 * @param after up to which message the lane was looked at
 */
public record Cursor(LaneId lane, long after) {
  private static final Pattern FORM = Pattern.compile("([^-]+)-([0-9]{1,18})");

  /** As {@link #toString} writes it. */
  public static Optional<Cursor> parse(String text) {
    var parts = FORM.matcher(text);
    return parts.matches()
        ? LaneId.parse(parts.group(1)).map(lane -> new Cursor(lane, Long.parseLong(parts.group(2))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return lane.value() + "-" + after;
  }
}
