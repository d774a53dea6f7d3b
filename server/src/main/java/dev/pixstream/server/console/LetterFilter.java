package dev.pixstream.server.console;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.queue.DeadLetters;
import dev.pixstream.server.admin.DeadLetterView;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which dead letters.
 *
 * @param lane of this institution
 * @param from the last failure was then or later, as a browser's field has it, UTC
 * @param to before that
 * @param after the end of the page before
 */
public record LetterFilter(
    Optional<LaneId> lane,
    Optional<LocalDateTime> from,
    Optional<LocalDateTime> to,
    Optional<DeadLetters.Place> after) {
  static final int PAGE_ROWS = 50;

  private static final Pattern TIME =
      Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,6})?)?");

  /**
   * As the fields say.
   *
   * @throws UnreadableException if one of them can't be read
   */
  static LetterFilter of(Fields fields) {
    return new LetterFilter(
        fields.read("ispb", LaneId::parse, "ispb"),
        fields.read("from", LetterFilter::time, "time"),
        fields.read("to", LetterFilter::time, "time"),
        fields.read("after", DeadLetterView::place, "after"));
  }

  DeadLetters.Query query(int limit) {
    return new DeadLetters.Query(
        lane,
        from.map(time -> time.toInstant(ZoneOffset.UTC)),
        to.map(time -> time.toInstant(ZoneOffset.UTC)),
        after,
        limit);
  }

  /** As a form's field has it. */
  public String ispbText() {
    return lane.map(LaneId::value).orElse("");
  }

  /** As a form's field has it. */
  public String fromText() {
    return from.map(LocalDateTime::toString).orElse("");
  }

  /** As a form's field has it. */
  public String toText() {
    return to.map(LocalDateTime::toString).orElse("");
  }

  /** As the query of a URL, for the page after this one. */
  public String next(DeadLetters.Place place) {
    return "?ispb="
        + ispbText()
        + "&from="
        + encoded(fromText())
        + "&to="
        + encoded(toText())
        + "&after="
        + encoded(DeadLetterView.text(place));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static Optional<LocalDateTime> time(String text) {
    try {
      return TIME.matcher(text).matches()
          ? Optional.of(LocalDateTime.parse(text))
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
