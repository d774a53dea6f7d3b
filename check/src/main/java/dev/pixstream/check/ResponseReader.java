package dev.pixstream.check;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads one response of HTTP/1.1 from a connection. */
final class ResponseReader {
  private static final int LINE_MAX = 16_384;
  private static final int BODY_MAX = 64 << 20;

  private final InputStream in;

  ResponseReader(InputStream in) {
    this.in = new BufferedInputStream(in);
  }

  Response read(long sentNanos) throws IOException {
    int status = status(line());
    var headers = headers();
    while (status >= 100 && status < 200) {
      status = status(line());
      headers = headers();
    }
    var body = status == 204 || status == 304 ? new byte[0] : body(headers);
    return new Response(status, headers, body, Duration.ofNanos(System.nanoTime() - sentNanos));
  }

  private static int status(String line) throws IOException {
    if (!line.matches("HTTP/1\\.[01] [0-9]{3}( .*)?")) {
      throw new ProtocolException("not a response of HTTP/1.1: " + Shortened.of(line));
    }
    return Integer.parseInt(line.substring(9, 12));
  }

  private List<Header> headers() throws IOException {
    var headers = new ArrayList<Header>();
    for (var line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon < 1 || headers.size() > 200) {
        throw new ProtocolException("not a header: " + Shortened.of(line));
      }
      headers.add(new Header(line.substring(0, colon), line.substring(colon + 1).strip()));
    }
    return List.copyOf(headers);
  }

  private byte[] body(List<Header> headers) throws IOException {
    for (var header : headers) {
      var name = header.name().toLowerCase(Locale.ROOT);
      if (name.equals("transfer-encoding") && header.value().equalsIgnoreCase("chunked")) {
        return chunks();
      }
      if (name.equals("content-length")) {
        return exactly(number(header.value(), 10));
      }
    }
    return in.readNBytes(BODY_MAX);
  }

  private byte[] chunks() throws IOException {
    var body = new ByteArrayOutputStream();
    while (true) {
      int length = number(line().split(";", 2)[0].strip(), 16);
      if (length == 0) {
        var _ = headers();
        return body.toByteArray();
      }
      body.writeBytes(exactly(length));
      if (body.size() > BODY_MAX || !line().isEmpty()) {
        throw new ProtocolException("chunks of the body are wrong");
      }
    }
  }

  private byte[] exactly(int length) throws IOException {
    var bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException(
          String.format(
              Locale.ROOT, "the body broke off after %d of %d bytes", bytes.length, length));
    }
    return bytes;
  }

  private static int number(String text, int radix) throws IOException {
    try {
      int number = Integer.parseInt(text, radix);
      if (number >= 0 && number <= BODY_MAX) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Told below.
    }
    throw new ProtocolException("not a length: " + Shortened.of(text));
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the connection was closed before a whole response came");
      }
      if (line.size() == LINE_MAX) {
        throw new ProtocolException("a line has more than " + LINE_MAX + " bytes");
      }
      line.write(next);
    }
    var text = line.toString(ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }
}
