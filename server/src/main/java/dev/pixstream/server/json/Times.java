package dev.pixstream.server.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** Points in time in requests. */
public final class Times {
  /** Their form, for error messages. */
  public static final String EXPECTED = "a time such as 2026-01-02T03:04:05.123Z";

  private static final Pattern FORM =
      Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,6})?Z");

  private Times() {}

  /** The time; empty if it is none. */
  public static Optional<Instant> parse(String text) {
    try {
      return FORM.matcher(text).matches() ? Optional.of(Instant.parse(text)) : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
