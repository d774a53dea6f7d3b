package dev.pixstream.check.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.ProtocolException;

/** Lines of HTTP/1.1 in an array of bytes. */
final class Bytes {
  private Bytes() {}

  /** Where the next line starts; behind {@code to} if this one does not end before. */
  static int nextLine(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] != '\n') {
      at++;
    }
    return at + 1;
  }

  /** Where the text of a line ends, given where the next one starts. */
  static int lineEnd(byte[] bytes, int from, int next) {
    return next - 2 >= from && bytes[next - 2] == '\r' ? next - 2 : next - 1;
  }

  /** Where the name of a header ends. */
  static int colon(byte[] bytes, int from, int lineEnd) throws ProtocolException {
    int at = from;
    while (at < lineEnd && bytes[at] != ':') {
      at++;
    }
    if (at == from || at == lineEnd) {
      var line = new String(bytes, from, lineEnd - from, ISO_8859_1);
      throw new ProtocolException("not a header: " + Shortened.of(line));
    }
    return at;
  }

  /** Whether these bytes spell the name, which is in lower case. */
  static boolean isName(byte[] bytes, int from, int to, String name) {
    if (to - from != name.length()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      byte c = bytes[from + i];
      if ((c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c) != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, ISO_8859_1).strip();
  }

  static int number(String text, int radix, int max) throws ProtocolException {
    try {
      int number = Integer.parseUnsignedInt(text, radix);
      if (number >= 0 && number <= max) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Told below.
    }
    throw new ProtocolException("not a length up to " + max + ": " + Shortened.of(text));
  }
}
