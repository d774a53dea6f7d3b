package dev.pixstream.server.console;

import dev.pixstream.core.Ispb;
import dev.pixstream.core.processing.DeadLetters;
import dev.pixstream.server.json.DeadLetterView;
import io.vertx.core.MultiMap;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Which dead letters.
 *
 * @param ispb as it was entered
 * @param from the last failure was then or later, as a browser's field has it: UTC, to the minute
 * @param to before that
 * @param after the end of the page before
 */
public record LetterFilter(String ispb, String from, String to, String after) {
  static final int PAGE_ROWS = 50;

  static LetterFilter of(MultiMap parameters) {
    return new LetterFilter(
        text(parameters, "ispb"),
        text(parameters, "from"),
        text(parameters, "to"),
        text(parameters, "after"));
  }

  private static String text(MultiMap parameters, String name) {
    return Optional.ofNullable(parameters.get(name)).orElse("").strip();
  }

  /** Whether an ISPB was entered that is none. */
  public boolean isWrong() {
    return !ispb.isEmpty() && Ispb.parse(ispb).isEmpty();
  }

  DeadLetters.Query query(Optional<Ispb> only, int limit) {
    return new DeadLetters.Query(
        only.or(() -> Ispb.parse(ispb)),
        time(from),
        time(to),
        after.isEmpty() ? Optional.empty() : DeadLetterView.place(after),
        limit);
  }

  /** As the query of a URL, for the page after this one. */
  public String next(DeadLetters.Place place) {
    return "?ispb=%s&from=%s&to=%s&after=%s"
        .formatted(encoded(ispb), encoded(from), encoded(to), encoded(DeadLetterView.text(place)));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static Optional<Instant> time(String text) {
    try {
      return text.isEmpty()
          ? Optional.empty()
          : Optional.of(LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
