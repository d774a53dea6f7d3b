package dev.pixstream.server.console;

import dev.pixstream.server.console.text.Texts;

/** A field of a query or form that can't be read: nothing is done, and the page says why. */
public final class UnreadableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final String expected;

  /**
   * @param field its name
   * @param expected what it has to be: a key of {@link Texts} behind "expected."
   */
  UnreadableException(String field, String expected) {
    super(field + ": " + expected, null, false, false);
    this.field = field;
    this.expected = expected;
  }

  /** For whoever entered it. */
  public String words(Texts texts) {
    return texts.t("refused", field, texts.t("expected." + expected));
  }
}
