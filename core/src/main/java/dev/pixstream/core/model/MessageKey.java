package dev.pixstream.core.model;

/**
 * The id of a message within its lane: storing it again under this key changes nothing, and its
 * processing takes effect once. The dialect of the lane says what it is; in JSON it is the
 * endToEndId.
 *
 * @param value 1 to 64 printable characters of ASCII, without spaces
 */
public record MessageKey(String value) {
  private static final int LENGTH_MAX = 64;

  /**
   * Takes the key as it is; case matters.
   *
   * @throws IllegalArgumentException if it has another form
   */
  public MessageKey {
    // No regular expression: it is checked for each message on its way to a worker.
    if (value.isEmpty() || value.length() > LENGTH_MAX || !isPrintable(value)) {
      throw new IllegalArgumentException("a key is 1 to 64 printable characters of ASCII");
    }
  }

  private static boolean isPrintable(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) > '~') {
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
