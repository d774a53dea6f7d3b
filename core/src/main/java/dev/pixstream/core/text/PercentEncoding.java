package dev.pixstream.core.text;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The percent-encoding of addresses (RFC 3986). Unlike in a form, a {@code +} is a {@code +}: an
 * account or a database may be named with one.
 */
public final class PercentEncoding {
  private PercentEncoding() {}

  /**
   * The text that was encoded.
   *
   * @throws IllegalArgumentException if it is not such text; the message does not repeat it, as it
   *     may be a password
   */
  public static String decode(String encoded) {
    var bytes = new ByteArrayOutputStream(encoded.length());
    for (int at = 0; at < encoded.length(); ) {
      if (encoded.charAt(at) == '%') {
        bytes.write(octet(encoded, at + 1));
        at += 3;
      } else {
        int next = encoded.offsetByCodePoints(at, 1);
        bytes.writeBytes(encoded.substring(at, next).getBytes(StandardCharsets.UTF_8));
        at = next;
      }
    }
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray()));
      if (text.chars().anyMatch(letter -> letter == 0)) {
        throw new IllegalArgumentException("%00 is in no name and in no password");
      }
      return text.toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("what is percent-encoded is not UTF-8", e);
    }
  }

  private static int octet(String encoded, int from) {
    if (from + 2 > encoded.length()
        || !HexFormat.isHexDigit(encoded.charAt(from))
        || !HexFormat.isHexDigit(encoded.charAt(from + 1))) {
      throw new IllegalArgumentException(
          "a % is followed by two hexadecimal digits; the character itself is written as %25");
    }
    return HexFormat.fromHexDigits(encoded, from, from + 2);
  }
}
