package dev.pixstream.server.dialect.json;

import java.io.Serial;
import java.nio.charset.StandardCharsets;

/** Goes once through the bytes of a canonical message (contract, Representation). */
final class CanonicalReader {
  private final byte[] bytes;
  private int at;

  CanonicalReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /** What comes next in every message. */
  void expect(String ascii) {
    int length = ascii.length();
    if (at + length > bytes.length) {
      throw notCanonical();
    }
    for (int i = 0; i < length; i++) {
      if (bytes[at + i] != ascii.charAt(i)) {
        throw notCanonical();
      }
    }
    at += length;
  }

  void skipText() {
    var _ = endOfText();
  }

  /** A JSON string. */
  String text() {
    int from = at + 1;
    boolean escaped = endOfText();
    var raw = new String(bytes, from, at - 1 - from, StandardCharsets.UTF_8);
    return escaped ? unescaped(raw) : raw;
  }

  /** A number with two decimals, without its point. */
  long cents() {
    int from = at;
    long value = 0;
    while (at < bytes.length && isDigit(bytes[at])) {
      value = Math.addExact(Math.multiplyExact(value, 10), bytes[at++] - '0');
    }
    if (at == from || at + 3 > bytes.length || bytes[at] != '.') {
      throw notCanonical();
    }
    if (!isDigit(bytes[at + 1]) || !isDigit(bytes[at + 2])) {
      throw notCanonical();
    }
    value = value * 100 + (bytes[at + 1] - '0') * 10L + (bytes[at + 2] - '0');
    at += 3;
    return value;
  }

  /** Goes beyond a string, and says whether anything in it is escaped. */
  private boolean endOfText() {
    expect("\"");
    boolean escaped = false;
    while (at < bytes.length) {
      byte b = bytes[at++];
      if (b == '"') {
        return escaped;
      }
      if (b == '\\') {
        escaped = true;
        at++;
      }
    }
    throw notCanonical();
  }

  /** Control characters are in no message, so that nothing but these two is ever escaped. */
  private static String unescaped(String raw) {
    var text = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '\\') {
        c = raw.charAt(++i);
        if (c != '"' && c != '\\') {
          throw notCanonical();
        }
      }
      text.append(c);
    }
    return text.toString();
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static NotCanonicalException notCanonical() {
    return new NotCanonicalException();
  }

  /** The bytes are none that this server stores. */
  static final class NotCanonicalException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    NotCanonicalException() {
      super("the stored bytes are not a canonical message");
    }
  }
}
