package dev.pixstream.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Puts the bytes of one connection together to responses. */
final class ResponseReader {
  private static final int HEAD_MAX = 64 * 1024;
  private static final byte[] NONE = {};

  private byte[] kept = NONE;
  private int keptLength;

  private record Framing(Response.Head head, int length, boolean chunked, int bodyFrom) {}

  /**
   * Takes what was read. There is one request at a time, so nothing comes behind a response.
   *
   * @throws IOException if it is no HTTP/1.1 that can be read
   */
  Optional<Response> add(byte[] data, int length) throws IOException {
    if (keptLength == 0) {
      var whole = parse(data, length);
      if (whole.isEmpty()) {
        kept = Arrays.copyOf(data, Math.max(1024, length));
        keptLength = length;
      }
      return whole;
    }
    if (kept.length < keptLength + length) {
      kept = Arrays.copyOf(kept, 2 * (keptLength + length));
    }
    System.arraycopy(data, 0, kept, keptLength, length);
    keptLength += length;
    var whole = parse(kept, keptLength);
    if (whole.isPresent()) {
      forget();
    }
    return whole;
  }

  /** Forgets half a response, as on a new connection. */
  void forget() {
    kept = NONE;
    keptLength = 0;
  }

  private static Optional<Response> parse(byte[] bytes, int length) throws IOException {
    int end = headEnd(bytes, length);
    if (end < 0) {
      if (length > HEAD_MAX) {
        throw new IOException("a response head of more than 64 KiB");
      }
      return Optional.empty();
    }
    var framing = framing(bytes, end);
    int from = framing.bodyFrom();
    if (framing.chunked()) {
      return unchunked(bytes, from, length)
          .map(body -> new Response(framing.head(), body, 0, body.length));
    }
    int to = from + framing.length();
    return length < to
        ? Optional.empty()
        : Optional.of(new Response(framing.head(), bytes, from, to));
  }

  private static int headEnd(byte[] bytes, int length) {
    for (int i = 3; i < length; i++) {
      if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  private static Framing framing(byte[] bytes, int end) throws IOException {
    if (end < 16 || bytes[0] != 'H' || bytes[8] != ' ') {
      throw new IOException("no HTTP/1.1 response");
    }
    int status = number(new String(bytes, 9, 3, ISO_8859_1));
    int length = status == 204 ? 0 : -1;
    boolean chunked = false;
    boolean last = false;
    var pullNext = "";
    int retryAfter = 0;
    int redelivered = 0;
    int from = lineEnd(bytes, 0);
    while (from < end - 2) {
      int to = lineEnd(bytes, from);
      // Of the first letters only those of headers that matter are looked at.
      char first = (char) (bytes[from] | 0x20);
      if (first == 'c' || first == 'p' || first == 'r' || first == 't') {
        var line = new String(bytes, from, to - from - 2, ISO_8859_1);
        int colon = line.indexOf(':');
        var value = line.substring(colon + 1).strip();
        switch (line.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT)) {
          case "content-length" -> length = number(value);
          case "transfer-encoding" -> chunked = value.equalsIgnoreCase("chunked");
          case "connection" -> last = value.equalsIgnoreCase("close");
          case "pull-next" -> pullNext = value;
          case "retry-after" -> retryAfter = number(value);
          case "redelivered" -> redelivered = number(value);
          default -> {}
        }
      }
      from = to;
    }
    if (length < 0 && !chunked) {
      throw new IOException("a response without a length");
    }
    var head = new Response.Head(status, pullNext, retryAfter, redelivered, last);
    return new Framing(head, length, chunked, end);
  }

  private static int lineEnd(byte[] bytes, int from) {
    int at = from;
    while (bytes[at] != '\n') {
      at++;
    }
    return at + 1;
  }

  private static int number(String text) throws IOException {
    try {
      return Integer.parseUnsignedInt(text);
    } catch (NumberFormatException _) {
      throw new IOException("no number: " + text);
    }
  }

  private static Optional<byte[]> unchunked(byte[] bytes, int from, int length) throws IOException {
    var body = new ByteArrayOutputStream();
    int at = from;
    while (true) {
      int lineEnd = at;
      while (lineEnd < length && bytes[lineEnd] != '\n') {
        lineEnd++;
      }
      if (lineEnd >= length) {
        return Optional.empty();
      }
      int size = chunkSize(new String(bytes, at, lineEnd - at, ISO_8859_1).strip());
      int next = lineEnd + 1 + size + 2;
      if (next > length) {
        return Optional.empty();
      }
      if (size == 0) {
        return Optional.of(body.toByteArray());
      }
      body.write(bytes, lineEnd + 1, size);
      at = next;
    }
  }

  private static int chunkSize(String line) throws IOException {
    try {
      return Integer.parseUnsignedInt(line.replaceFirst(";.*", ""), 16);
    } catch (NumberFormatException _) {
      throw new IOException("no chunk: " + line);
    }
  }
}
