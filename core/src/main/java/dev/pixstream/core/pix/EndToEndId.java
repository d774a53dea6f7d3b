package dev.pixstream.core.pix;

import dev.pixstream.core.model.MessageKey;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The identity of a payment from end to end (contract, Representation): {@code E}, the ISPB of who
 * made the id, the minute it was made ({@code yyyyMMddHHmm}, UTC) and 11 of {@code [a-zA-Z0-9]}.
 *
 * <p>Only the form is checked. The ISPB in it need not be the payer's institution, because an
 * initiator of payments makes ids in its own name.
 *
 * @param value the 32 characters
 */
public record EndToEndId(String value) {

  /** What an id looks like, for error messages. */
  public static final String EXPECTED =
      "E, 8 characters of 0-9 and A-Z, a real date and time as yyyyMMddHHmm,"
          + " and 11 characters of a-z, A-Z and 0-9";

  private static final Pattern FORM = Pattern.compile("E[0-9A-Z]{8}[0-9]{12}[a-zA-Z0-9]{11}");

  /**
   * Takes the id as it is; case matters.
   *
   * @throws InvalidMessageException at {@code /endToEndId} if the value has another form
   */
  public EndToEndId {
    if (!isWellFormed(value)) {
      throw new InvalidMessageException("/endToEndId", "must be " + EXPECTED);
    }
  }

  /** The id that the text spells, or empty if it is none. */
  public static Optional<EndToEndId> parse(String text) {
    return isWellFormed(text) ? Optional.of(new EndToEndId(text)) : Optional.empty();
  }

  /** As the key of a message in a lane of the JSON dialect. */
  public MessageKey key() {
    return new MessageKey(value);
  }

  private static boolean isWellFormed(String text) {
    return FORM.matcher(text).matches() && isRealMinute(text);
  }

  private static boolean isRealMinute(String text) {
    try {
      var _ =
          LocalDateTime.of(
              number(text, 9, 13),
              number(text, 13, 15),
              number(text, 15, 17),
              number(text, 17, 19),
              number(text, 19, 21));
      return true;
    } catch (DateTimeException _) {
      return false;
    }
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }

  @Override
  public String toString() {
    return value;
  }
}
