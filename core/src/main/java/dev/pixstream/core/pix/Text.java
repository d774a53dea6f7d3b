package dev.pixstream.core.pix;

/** The rules for free text in a message (contract, Representation). */
final class Text {

  static final int LENGTH_MAX = 140;

  private Text() {}

  static void requireFilled(String pointer, String value) {
    if (value.isEmpty()) {
      throw new InvalidMessageException(pointer, "must not be empty");
    }
    require(pointer, value);
  }

  /**
   * Counts characters as people do, by code points. Control characters have no business in a name,
   * and half a surrogate pair has no UTF-8 form: it would come out as another character.
   */
  static void require(String pointer, String value) {
    int length = 0;
    for (int i = 0; i < value.length(); length++) {
      int codePoint = value.codePointAt(i);
      if (Character.isISOControl(codePoint)) {
        throw new InvalidMessageException(
            pointer, "must not have control characters, has one at index " + length);
      }
      if (Character.MIN_SURROGATE <= codePoint && codePoint <= Character.MAX_SURROGATE) {
        throw new InvalidMessageException(
            pointer, "must be valid Unicode, has a lone surrogate at index " + length);
      }
      i += Character.charCount(codePoint);
    }
    if (length > LENGTH_MAX) {
      throw new InvalidMessageException(
          pointer, "must have at most " + LENGTH_MAX + " characters, has " + length);
    }
  }
}
