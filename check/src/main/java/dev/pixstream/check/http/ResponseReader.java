package dev.pixstream.check.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Puts the bytes of one connection together to responses of HTTP/1.1. A response that arrives in
 * one piece is not copied. There is one request at a time, so nothing comes behind a response.
 */
public final class ResponseReader {
  private static final int BUFFER = 32 * 1024;
  private static final int KEPT_MIN = 1024;
  private static final int KEPT_MAX = 65 << 20;
  private static final byte[] NONE = {};

  private byte[] buffer = NONE;
  private byte[] kept = NONE;
  private int keptLength;

  /**
   * Takes what was read.
   *
   * @return empty if the response is not whole yet
   * @throws ProtocolException if it is no HTTP/1.1
   */
  public Optional<ResponseView> add(byte[] data, int length) throws ProtocolException {
    if (keptLength == 0) {
      var whole = parse(data, length, false);
      if (whole.isEmpty()) {
        kept = Arrays.copyOf(data, Math.max(KEPT_MIN, length));
        keptLength = length;
      }
      return whole;
    }
    keep(data, length);
    var whole = parse(kept, keptLength, false);
    if (whole.isPresent()) {
      forget();
    }
    return whole;
  }

  /**
   * The response that ends with its connection.
   *
   * @throws EOFException if there is none, or half of one
   */
  public ResponseView end() throws IOException {
    var whole = parse(kept, keptLength, true);
    if (whole.isEmpty()) {
      throw new EOFException(
          String.format(
              Locale.ROOT,
              "the connection was closed before a whole response came, after %d bytes",
              keptLength));
    }
    forget();
    return whole.get();
  }

  /** Reads from a stream until a response is whole. */
  public ResponseView read(InputStream in) throws IOException {
    if (buffer.length == 0) {
      buffer = new byte[BUFFER];
    }
    while (true) {
      int length = in.read(buffer);
      if (length < 0) {
        return end();
      }
      var whole = add(buffer, length);
      if (whole.isPresent()) {
        return whole.get();
      }
    }
  }

  /** Forgets half a response, as on a new connection. */
  public void forget() {
    kept = NONE;
    keptLength = 0;
  }

  private void keep(byte[] data, int length) throws ProtocolException {
    if (keptLength + length > KEPT_MAX) {
      throw new ProtocolException("a response has more than " + KEPT_MAX + " bytes");
    }
    if (kept.length < keptLength + length) {
      kept = Arrays.copyOf(kept, 2 * (keptLength + length));
    }
    System.arraycopy(data, 0, kept, keptLength, length);
    keptLength += length;
  }

  private static Optional<ResponseView> parse(byte[] bytes, int length, boolean ended)
      throws ProtocolException {
    var found = ResponseHead.read(bytes, 0, length);
    while (found.isPresent() && found.get().isInterim()) {
      found = ResponseHead.read(bytes, found.get().end(), length);
    }
    if (found.isEmpty()) {
      return Optional.empty();
    }
    var head = found.get();
    if (head.chunked()) {
      return ChunkedBody.read(bytes, head.end(), length)
          .map(body -> new ResponseView(head, bytes, body, 0, body.length));
    }
    boolean untilEnd = head.length() == ResponseHead.UNKNOWN;
    int to = untilEnd ? length : head.end() + head.length();
    return to > length || (untilEnd && !ended)
        ? Optional.empty()
        : Optional.of(new ResponseView(head, bytes, bytes, head.end(), to));
  }
}
