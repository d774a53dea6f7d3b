package dev.pixstream.core.model;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The id of a message within its lane: storing it again under this key changes nothing, and its
 * processing takes effect once. The dialect of the lane says what it is; in JSON it is the
 * endToEndId.
 *
 * @param value 1 to 64 printable characters of ASCII, without spaces
 */
public record MessageKey(String value) {
  private static final Pattern FORM = Pattern.compile("[!-~]{1,64}");

  /**
   * Takes the key as it is; case matters.
   *
   * @throws IllegalArgumentException if it has another form
   */
  public MessageKey {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("a key is 1 to 64 printable characters of ASCII");
    }
  }

  /** The key that the text spells, or empty if it is none. */
  public static Optional<MessageKey> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new MessageKey(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
