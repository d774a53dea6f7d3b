package dev.pixstream.check.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.ProtocolException;
import java.util.Locale;
import java.util.Optional;

/**
 * A status line and headers, and how the end of the body behind them is known.
 *
 * @param headersFrom where the first header starts
 * @param end where the body starts
 * @param length of the body; {@value #UNKNOWN} if it ends with the connection
 * @param chunked whether the body comes in chunks, whatever {@code length} says
 * @param last whether the server closes the connection behind this response
 */
record ResponseHead(
    int status, int headersFrom, int end, int length, boolean chunked, boolean last) {
  static final int UNKNOWN = -1;

  private static final int HEAD_MAX = 64 * 1024;
  static final int BODY_MAX = 64 << 20;
  private static final int STATUS_LINE_MIN = "HTTP/1.1 200".length();
  private static final String VERSION = "HTTP/1.";

  /**
   * Reads the head that starts there.
   *
   * @return empty if it is not whole yet
   * @throws ProtocolException if this is no HTTP/1.1
   */
  static Optional<ResponseHead> read(byte[] bytes, int from, int to) throws ProtocolException {
    int headersFrom = Bytes.nextLine(bytes, from, to);
    if (headersFrom > to) {
      return unfinished(from, to);
    }
    int status = status(bytes, from, Bytes.lineEnd(bytes, from, headersFrom));
    int length = UNKNOWN;
    boolean chunked = false;
    boolean last = bytes[from + VERSION.length()] == '0';
    int at = headersFrom;
    while (true) {
      int next = Bytes.nextLine(bytes, at, to);
      if (next > to) {
        return unfinished(from, to);
      }
      int lineEnd = Bytes.lineEnd(bytes, at, next);
      if (lineEnd == at) {
        boolean bodiless = status < 200 || status == 204 || status == 304;
        return Optional.of(
            new ResponseHead(
                status,
                headersFrom,
                next,
                bodiless ? 0 : length,
                chunked && !bodiless,
                last || (length == UNKNOWN && !chunked && !bodiless)));
      }
      int colon = Bytes.colon(bytes, at, lineEnd);
      if (Bytes.isName(bytes, at, colon, "content-length")) {
        length = length(Bytes.text(bytes, colon + 1, lineEnd), length);
      } else if (Bytes.isName(bytes, at, colon, "transfer-encoding")) {
        chunked = Bytes.text(bytes, colon + 1, lineEnd).equalsIgnoreCase("chunked");
      } else if (Bytes.isName(bytes, at, colon, "connection")) {
        last |= Bytes.text(bytes, colon + 1, lineEnd).equalsIgnoreCase("close");
      }
      at = next;
    }
  }

  /** Whether the real response is still to come behind it. */
  boolean isInterim() {
    return status < 200;
  }

  private static Optional<ResponseHead> unfinished(int from, int to) throws ProtocolException {
    if (to - from > HEAD_MAX) {
      throw new ProtocolException("the head of a response has more than " + HEAD_MAX + " bytes");
    }
    return Optional.empty();
  }

  private static int status(byte[] bytes, int from, int lineEnd) throws ProtocolException {
    boolean isHttp = lineEnd - from >= STATUS_LINE_MIN && bytes[from + 8] == ' ';
    for (int i = 0; isHttp && i < VERSION.length(); i++) {
      isHttp = bytes[from + i] == VERSION.charAt(i);
    }
    isHttp = isHttp && (bytes[from + 7] == '0' || bytes[from + 7] == '1');
    int status = 0;
    for (int i = 9; isHttp && i < STATUS_LINE_MIN; i++) {
      isHttp = bytes[from + i] >= '0' && bytes[from + i] <= '9';
      status = 10 * status + bytes[from + i] - '0';
    }
    if (!isHttp
        || status < 100
        || (lineEnd - from > STATUS_LINE_MIN && bytes[from + STATUS_LINE_MIN] != ' ')) {
      var line = new String(bytes, from, lineEnd - from, ISO_8859_1);
      throw new ProtocolException("not a response of HTTP/1.1: " + Shortened.of(line));
    }
    return status;
  }

  private static int length(String text, int before) throws ProtocolException {
    int length = Bytes.number(text, 10, BODY_MAX);
    if (before != UNKNOWN && before != length) {
      throw new ProtocolException(
          String.format(Locale.ROOT, "two lengths of one body: %d and %d", before, length));
    }
    return length;
  }
}
