package dev.pixstream.server.json;

import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Decodes a body before it is parsed: a JSON parser lets some malformed UTF-8 pass. */
public final class Utf8 {

  private Utf8() {}

  static CharBuffer decode(byte[] body) {
    var in = ByteBuffer.wrap(body);
    var out = CharBuffer.allocate(body.length);
    check(StandardCharsets.UTF_8.newDecoder().decode(in, out, true), in);
    return out.flip();
  }

  /** Decodes as it is read, so that the characters of a large body are never there all at once. */
  public static Reader reader(byte[] body) {
    return new Decoding(ByteBuffer.wrap(body), StandardCharsets.UTF_8.newDecoder());
  }

  private static void check(CoderResult result, ByteBuffer in) {
    if (result.isError()) {
      throw new InvalidBodyException("", "must be UTF-8, is not at byte " + (in.position() + 1));
    }
  }

  private static final class Decoding extends Reader {
    private final ByteBuffer in;
    private final CharsetDecoder decoder;

    Decoding(ByteBuffer in, CharsetDecoder decoder) {
      this.in = in;
      this.decoder = decoder;
    }

    @Override
    public int read(char[] text, int offset, int length) {
      if (!in.hasRemaining()) {
        return -1;
      }
      var out = CharBuffer.wrap(text, offset, length);
      check(decoder.decode(in, out, true), in);
      return out.position() - offset;
    }

    @Override
    public void close() {}
  }
}
