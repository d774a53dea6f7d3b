package dev.pixstream.benchmark;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One kept connection that sends a request and reads its response, with as little work as can be:
 * what is measured is the server, not its client.
 */
final class Exchange implements AutoCloseable {
  private static final int TIMEOUT_MS = 30_000;

  private final byte[] host;
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private byte[] line = new byte[512];
  private byte[] body = new byte[64 * 1024];
  private int bodyLength;
  private int status;
  private String pullNext = "";

  Exchange(int port) throws IOException {
    this(Door.open(port), "");
  }

  /** To one lane, with what its server wants to see. */
  Exchange(Door door, String lane) throws IOException {
    host =
        (" HTTP/1.1\r\nHost: localhost\r\n" + door.header(lane))
            .getBytes(StandardCharsets.US_ASCII);
    var plain = new Socket();
    plain.setTcpNoDelay(true);
    plain.setSoTimeout(TIMEOUT_MS);
    plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), door.port()), TIMEOUT_MS);
    socket =
        door.tls().isPresent()
            ? door.tls().get().createSocket(plain, "localhost", door.port(), true)
            : plain;
    in = new BufferedInputStream(socket.getInputStream(), 32 * 1024);
    out = socket.getOutputStream();
  }

  /** Sends a request without a body. */
  int get(String path, String accept) throws IOException {
    var head = ("GET " + path).getBytes(StandardCharsets.US_ASCII);
    var rest = ("Accept: " + accept + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    var request = new byte[head.length + host.length + rest.length];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(host, 0, request, head.length, host.length);
    System.arraycopy(rest, 0, request, head.length + host.length, rest.length);
    out.write(request);
    return read();
  }

  /** Sends a request with or without a JSON body. */
  int send(String method, String path, byte[] json) throws IOException {
    var head =
        method
            + " "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
            + json.length
            + "\r\n\r\n";
    var request = new byte[head.length() + json.length];
    System.arraycopy(head.getBytes(StandardCharsets.US_ASCII), 0, request, 0, head.length());
    System.arraycopy(json, 0, request, head.length(), json.length);
    out.write(request);
    return read();
  }

  String pullNext() {
    return pullNext;
  }

  byte[] body() {
    return body;
  }

  int bodyLength() {
    return bodyLength;
  }

  String text() {
    return new String(body, 0, bodyLength, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private int read() throws IOException {
    int length = readLine();
    status = (line[9] - '0') * 100 + (line[10] - '0') * 10 + (line[11] - '0');
    bodyLength = 0;
    while ((length = readLine()) > 0) {
      if (startsWith("pull-next: ", length)) {
        pullNext = new String(line, 11, length - 11, StandardCharsets.US_ASCII);
      } else if (startsWith("content-length: ", length)) {
        bodyLength = Integer.parseInt(new String(line, 16, length - 16, StandardCharsets.US_ASCII));
      }
    }
    if (body.length < bodyLength) {
      body = new byte[bodyLength];
    }
    if (in.readNBytes(body, 0, bodyLength) < bodyLength) {
      throw new EOFException();
    }
    return status;
  }

  private boolean startsWith(String lowerCase, int length) {
    if (length < lowerCase.length()) {
      return false;
    }
    for (int i = 0; i < lowerCase.length(); i++) {
      if ((line[i] | 0x20) != (lowerCase.charAt(i) | 0x20)) {
        return false;
      }
    }
    return true;
  }

  private int readLine() throws IOException {
    int length = 0;
    while (true) {
      int c = in.read();
      if (c < 0) {
        throw new EOFException();
      }
      if (c == '\n') {
        return length > 0 && line[length - 1] == '\r' ? length - 1 : length;
      }
      if (length == line.length) {
        line = Arrays.copyOf(line, 2 * length);
      }
      line[length++] = (byte) c;
    }
  }
}
