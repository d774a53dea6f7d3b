package dev.pixstream.core.pix;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/**
 * The text form of {@code dataHoraPagamento} (contract, Representation): ISO-8601 in UTC with
 * {@code Z}, read with 0 to 3 digits of fraction and written with 3.
 */
public final class PaymentTime {

  /** What a time looks like, for error messages. */
  public static final String EXPECTED =
      "a UTC time such as 2022-07-23T19:47:18.108Z, with at most 3 digits of fraction";

  static final Instant MIN = Instant.parse("0000-01-01T00:00:00Z");
  static final Instant MAX = Instant.parse("9999-12-31T23:59:59.999Z");

  private static final DateTimeFormatter OUT =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  /** Instant.parse would take 24:00, a leap second, lower case and nine digits as well. */
  private static final DateTimeFormatter IN =
      new DateTimeFormatterBuilder()
          .appendValue(ChronoField.YEAR, 4)
          .appendPattern("-MM-dd'T'HH:mm:ss")
          .optionalStart()
          .appendFraction(ChronoField.NANO_OF_SECOND, 1, 3, true)
          .optionalEnd()
          .appendLiteral('Z')
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT)
          .withZone(ZoneOffset.UTC);

  private PaymentTime() {}

  /** The time that the text spells, or empty if it spells none in the expected form. */
  public static Optional<Instant> parse(String text) {
    try {
      return Optional.of(IN.parse(text, Instant::from));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  /** The 24 characters of a time that a {@link PixMessage} holds. */
  public static String format(Instant time) {
    return OUT.format(time);
  }

  static void require(Instant time) {
    if (time.isBefore(MIN)
        || time.isAfter(MAX)
        || !time.equals(time.truncatedTo(ChronoUnit.MILLIS))) {
      throw new InvalidMessageException("/dataHoraPagamento", "must be " + EXPECTED);
    }
  }
}
