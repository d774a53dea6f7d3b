package dev.pixstream.server.crash;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** One connection to a node, with a hand on every byte: responses can be lost where one likes. */
final class Wire implements AutoCloseable {
  private static final int CONNECT_MS = 2_000;
  private static final int ANSWER_MS = 20_000;

  private final Socket socket = new Socket();
  private final InputStream in;

  Wire(int port) throws IOException {
    try {
      socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), CONNECT_MS);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(ANSWER_MS);
      in = new BufferedInputStream(socket.getInputStream(), 1 << 14);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  Reply get(String path) throws IOException {
    return get(path, Loss.NONE);
  }

  /** Asks, and throws if it is to lose the response. */
  Reply get(String path, Loss loss) throws IOException {
    send("GET", path, "");
    return receive(loss);
  }

  Reply delete(String path) throws IOException {
    send("DELETE", path, "");
    return receive(Loss.NONE);
  }

  Reply post(String path, String body) throws IOException {
    send("POST", path, body);
    return receive(Loss.NONE);
  }

  /** Sends a request and reads nothing. */
  void send(String method, String path, String body) throws IOException {
    var content = body.getBytes(StandardCharsets.UTF_8);
    var head =
        "%s %s HTTP/1.1\r\nHost: localhost\r\nAccept: multipart/json, application/json\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(method, path, content.length);
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(content);
    socket.getOutputStream().write(bytes.toByteArray());
  }

  private Reply receive(Loss loss) throws IOException {
    if (loss == Loss.AFTER_ASKING) {
      throw lost(loss);
    }
    in.mark(1);
    if (in.read() < 0) {
      throw new EOFException("closed without an answer");
    }
    in.reset();
    if (loss == Loss.BEFORE_STATUS) {
      throw lost(loss);
    }
    int status = Integer.parseInt(line().split(" ", -1)[1]);
    Map<String, String> headers = new HashMap<>();
    for (var header = line(); !header.isEmpty(); header = line()) {
      int colon = header.indexOf(':');
      headers.put(
          header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    if (loss == Loss.IN_BODY) {
      in.readNBytes(length / 2);
      throw lost(loss);
    }
    var body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("closed in the middle of a body");
    }
    if (loss == Loss.AFTER_READING) {
      throw lost(loss);
    }
    return new Reply(status, headers, new String(body, StandardCharsets.UTF_8));
  }

  private IOException lost(Loss loss) throws IOException {
    if (loss == Loss.IN_BODY) {
      // A reset instead of an orderly end.
      socket.setSoLinger(true, 0);
    }
    socket.close();
    return new IOException("lost on purpose: " + loss);
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("closed in the middle of a head");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
