package dev.pixstream.core.model;

import java.util.Optional;

/**
 * The code of an institution in the Brazilian payment system: 8 characters of 0-9 and A-Z, usually
 * all digits (contract, first page). It is no personal data.
 *
 * @param value the 8 characters, upper case
 */
public record Ispb(String value) {

  /** What an ISPB looks like, for error messages. */
  public static final String EXPECTED = "8 characters of 0-9 and A-Z";

  private static final int LENGTH = 8;

  /**
   * Takes the code as it is; nothing is trimmed, padded or put in upper case.
   *
   * @throws IllegalArgumentException if the value has another form; the message says which one was
   *     expected and does not repeat the value
   */
  public Ispb {
    if (!isWellFormed(value)) {
      throw new IllegalArgumentException("an ISPB must be " + EXPECTED);
    }
  }

  /** The ISPB that the text spells, or empty if it is none. */
  public static Optional<Ispb> parse(String text) {
    return isWellFormed(text) ? Optional.of(new Ispb(text)) : Optional.empty();
  }

  /** Every request is checked: without a regular expression. */
  private static boolean isWellFormed(String text) {
    if (text.length() != LENGTH) {
      return false;
    }
    for (int i = 0; i < LENGTH; i++) {
      char c = text.charAt(i);
      if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return value;
  }
}
