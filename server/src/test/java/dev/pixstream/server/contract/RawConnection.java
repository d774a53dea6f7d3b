package dev.pixstream.server.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.pixstream.server.Exchange;
import io.vertx.core.buffer.Buffer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A connection on which a test writes what no client library would, or leaves in the middle. */
final class RawConnection implements AutoCloseable {
  private static final int PATIENCE_MS = 30_000;

  private final Node node;
  private final Socket socket;
  private final InputStream in;

  RawConnection(int port, Node node) {
    this(port, node, 0);
  }

  /** With a receive buffer of so many bytes, or the usual one if 0. */
  RawConnection(int port, Node node, int receiveBytes) {
    this.node = node;
    try {
      this.socket = new Socket();
      if (receiveBytes > 0) {
        socket.setReceiveBufferSize(receiveBytes);
      }
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket.setSoTimeout(PATIENCE_MS);
      socket.setTcpNoDelay(true);
      this.in = new BufferedInputStream(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes this text, each character as one byte. */
  RawConnection write(String text) {
    return write(text.getBytes(ISO_8859_1));
  }

  RawConnection write(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A request without a body. */
  RawConnection request(String method, String path, String... headers) {
    var text = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n");
    for (int i = 0; i < headers.length; i += 2) {
      text.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
    }
    return write(text.append("\r\n").toString());
  }

  /** The next response, held against the contract as the answer to that request. */
  Answer answer(String method, String path) {
    return node.checked(exchange(method, path));
  }

  /** The next response as it is. */
  Exchange exchange(String method, String path) {
    try {
      var status = line().split(" ", 3);
      Map<String, String> headers = new HashMap<>();
      for (var line = line(); !line.isEmpty(); line = line()) {
        var header = line.split(":", 2);
        headers.put(header[0].toLowerCase(Locale.ROOT), header[1].strip());
      }
      boolean bodiless = method.equals("HEAD") || status[1].equals("204");
      int length = bodiless ? 0 : Integer.parseInt(headers.getOrDefault("content-length", "0"));
      var body = Buffer.buffer(in.readNBytes(length));
      return new Exchange(method, path, Integer.parseInt(status[1]), headers, body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Says that it sends no more, and returns when the server has noticed and closed. */
  void leave() {
    try {
      socket.shutdownOutput();
      awaitClosed();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns when the server has closed the connection; fails if it sends anything before. */
  void awaitClosed() {
    try {
      int got = in.read();
      if (got != -1) {
        throw new AssertionError("the server sent " + (char) got + " …");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that comes until the server closes the connection, each byte as one character. */
  String rest() {
    try {
      return new String(in.readAllBytes(), ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String line() throws IOException {
    var bytes = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b == -1) {
        throw new AssertionError("closed in the middle of: " + bytes.toString(ISO_8859_1));
      }
      bytes.write(b);
    }
    return bytes.toString(ISO_8859_1).strip();
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
