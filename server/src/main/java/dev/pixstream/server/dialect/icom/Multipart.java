package dev.pixstream.server.dialect.icom;

import dev.pixstream.core.model.Payload;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/**
 * A {@code multipart/mixed} body, byte for byte as production readers expect it: no preamble, CRLF
 * everywhere, the boundary unquoted and the last parameter: 24 hexadecimal digits, unguessable, so
 * that no message has it.
 */
final class Multipart {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BOUNDARY_BYTES = 12;
  private static final byte[] LINE_END = {'\r', '\n'};

  private final String boundary;
  private final byte[] body;

  private Multipart(String boundary, byte[] body) {
    this.boundary = boundary;
    this.body = body;
  }

  static Multipart of(List<Payload> parts) {
    var random = new byte[BOUNDARY_BYTES];
    RANDOM.nextBytes(random);
    var boundary = HexFormat.of().formatHex(random);
    var begin = ("--" + boundary + "\r\n").getBytes(StandardCharsets.US_ASCII);
    var end = ("--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII);
    int size = end.length;
    for (var part : parts) {
      size += begin.length + part.bytes().length + LINE_END.length;
    }
    var body = new byte[size];
    int at = 0;
    for (var part : parts) {
      at = copy(begin, body, at);
      at = copy(part.bytes(), body, at);
      at = copy(LINE_END, body, at);
    }
    copy(end, body, at);
    return new Multipart(boundary, body);
  }

  /** Not a copy: it is written once. */
  byte[] body() {
    return body;
  }

  String mediaType() {
    return "multipart/mixed;boundary=" + boundary;
  }

  private static int copy(byte[] from, byte[] to, int at) {
    System.arraycopy(from, 0, to, at, from.length);
    return at + from.length;
  }
}
