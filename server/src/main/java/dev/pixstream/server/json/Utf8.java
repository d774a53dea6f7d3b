package dev.pixstream.server.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Decodes a body before it is parsed: a JSON parser lets some malformed UTF-8 pass. */
final class Utf8 {

  private Utf8() {}

  static CharBuffer decode(byte[] body) {
    var in = ByteBuffer.wrap(body);
    var out = CharBuffer.allocate(body.length);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
    if (result.isError()) {
      throw new InvalidBodyException("", "must be UTF-8, is not at byte " + (in.position() + 1));
    }
    return out.flip();
  }
}
