package dev.pixstream.server.console.text;

import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.ResourceBundle;

/** What the pages say, in one language: words, numbers, times. */
public final class Texts {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter FULL =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final long RATE_WITH_DECIMAL_BELOW = 10;

  private final Language language;
  private final ResourceBundle words;

  public Texts(Language language) {
    this.language = language;
    this.words =
        ResourceBundle.getBundle(
            "dev.pixstream.server.console.texts_" + language.code(), language.locale());
  }

  public Language language() {
    return language;
  }

  /** The words for a key; {@code {0}}, {@code {1}} … are replaced. */
  public String t(String key, Object... arguments) {
    var text = words.getString(key);
    for (int i = 0; i < arguments.length; i++) {
      text = text.replace("{" + i + "}", String.valueOf(arguments[i]));
    }
    return text;
  }

  /** A count, such as 12,345. */
  public String n(long count) {
    return NumberFormat.getIntegerInstance(language.locale()).format(count);
  }

  /** Something per second. */
  public String rate(double perSecond) {
    var format = NumberFormat.getNumberInstance(language.locale());
    boolean small = perSecond > 0 && perSecond < RATE_WITH_DECIMAL_BELOW;
    format.setMaximumFractionDigits(small ? 1 : 0);
    return format.format(perSecond);
  }

  /** A time span, in its largest unit or two. */
  public String span(Duration span) {
    long millis = Math.max(0, span.toMillis());
    if (millis < 1_000) {
      return millis + " ms";
    }
    if (millis < 60_000) {
      var format = NumberFormat.getNumberInstance(language.locale());
      format.setMaximumFractionDigits(millis < 10_000 ? 1 : 0);
      return format.format(millis / 1_000.0) + " s";
    }
    if (span.toHours() < 1) {
      return span.toMinutes() + " min " + span.toSecondsPart() + " s";
    }
    return span.toDays() < 1
        ? span.toHours() + " h " + span.toMinutesPart() + " min"
        : span.toDays() + " d " + span.toHoursPart() + " h";
  }

  /** The time of the day, UTC. */
  public String clock(Instant time) {
    return CLOCK.format(time);
  }

  /** Day and time, UTC. */
  public String full(Instant time) {
    return FULL.format(time);
  }
}
