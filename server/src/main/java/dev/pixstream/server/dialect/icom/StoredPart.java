package dev.pixstream.server.dialect.icom;

import dev.pixstream.core.model.Payload;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * How a message is stored: as the part of a multipart answer that it goes out in. Its two header
 * lines, an empty line, the envelope; the lines always have the same length.
 */
final class StoredPart {
  static final String MEDIA_TYPE = "application/xml;charset=utf-8";

  private static final byte[] NAME = ascii("PI-ResourceId: ");
  private static final byte[] TYPE = ascii("\r\nContent-Type: " + MEDIA_TYPE + "\r\n\r\n");
  private static final int ID_LENGTH = 32;
  private static final int HEAD_LENGTH = NAME.length + ID_LENGTH + TYPE.length;

  private StoredPart() {}

  /**
   * The bytes to store.
   *
   * @param resourceId 32 characters of Base64
   * @param envelope XML in UTF-8
   */
  static Payload of(String resourceId, byte[] envelope) {
    if (resourceId.length() != ID_LENGTH) {
      throw new IllegalArgumentException("a PI-ResourceId has " + ID_LENGTH + " characters");
    }
    var bytes = new byte[HEAD_LENGTH + envelope.length];
    System.arraycopy(NAME, 0, bytes, 0, NAME.length);
    System.arraycopy(ascii(resourceId), 0, bytes, NAME.length, ID_LENGTH);
    System.arraycopy(TYPE, 0, bytes, NAME.length + ID_LENGTH, TYPE.length);
    System.arraycopy(envelope, 0, bytes, HEAD_LENGTH, envelope.length);
    return new Payload(bytes);
  }

  /** Whether these bytes were made here. */
  static boolean is(Payload payload) {
    var bytes = payload.bytes();
    return bytes.length >= HEAD_LENGTH
        && Arrays.mismatch(bytes, 0, NAME.length, NAME, 0, NAME.length) < 0
        && Arrays.mismatch(bytes, NAME.length + ID_LENGTH, HEAD_LENGTH, TYPE, 0, TYPE.length) < 0;
  }

  static String resourceId(Payload payload) {
    return new String(payload.bytes(), NAME.length, ID_LENGTH, StandardCharsets.US_ASCII);
  }

  /** The envelope alone. */
  static byte[] envelope(Payload payload) {
    return Arrays.copyOfRange(payload.bytes(), HEAD_LENGTH, payload.bytes().length);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
