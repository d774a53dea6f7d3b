package dev.pixstream.check.exchange;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.pixstream.check.http.Header;
import dev.pixstream.check.http.ServerAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/**
 * Connections to the server, one for each request: so that a check can send what no HTTP client
 * would, wait with twenty requests at once, and break off when it likes.
 */
public final class Wire {
  private static final int CONNECT_TIMEOUT_MS = 5_000;
  private static final Duration BEYOND_WAIT = Duration.ofSeconds(10);

  private final ServerAddress address;
  private final boolean secure;
  private final List<Header> headers;
  private final Optional<SSLContext> tls;
  private final Duration patience;

  /**
   * To that server.
   *
   * @param headers sent with each request besides its own
   * @param tls with which certificates it connects to an https address
   * @param waitMax how long the server may wait before it answers
   */
  public Wire(URI url, List<Header> headers, Optional<SSLContext> tls, Duration waitMax) {
    this.address = ServerAddress.of(url);
    this.secure = "https".equalsIgnoreCase(url.getScheme());
    this.headers = headers;
    this.tls = tls;
    this.patience = waitMax.plus(BEYOND_WAIT);
  }

  public Pending send(Request request, Consumer<Response> onResponse) throws IOException {
    return sendBytes(bytes(request), onResponse);
  }

  public Pending sendBytes(byte[] bytes, Consumer<Response> onResponse) throws IOException {
    var socket = connect();
    // It is read while it is written: a server may answer, and stop reading, before the end.
    var pending = Pending.on(socket, patience, address, onResponse);
    // A server that reads nothing, or is silent in the handshake of TLS, must not hold it for ever.
    var tooLate =
        CompletableFuture.runAsync(
            () -> shut(socket),
            CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS));
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException _) {
      // What was answered before, if anything, is with the reader.
    } finally {
      tooLate.cancel(false);
    }
    return pending;
  }

  private Socket connect() throws IOException {
    var socket = new Socket();
    socket.connect(address.address(), CONNECT_TIMEOUT_MS);
    socket.setTcpNoDelay(true);
    if (!secure) {
      return socket;
    }
    var secured =
        (javax.net.ssl.SSLSocket)
            tls.map(SSLContext::getSocketFactory)
                .orElseGet(() -> (SSLSocketFactory) SSLSocketFactory.getDefault())
                .createSocket(socket, address.host(), address.port(), true);
    var parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secured.setSSLParameters(parameters);
    return secured;
  }

  private static void shut(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // It is gone either way.
    }
  }

  private byte[] bytes(Request request) {
    var head = new StringBuilder();
    head.append(request.method()).append(' ').append(address.prefix()).append(request.path());
    head.append(" HTTP/1.1\r\nHost: ")
        .append(address.authority())
        .append("\r\nConnection: close\r\n");
    headers.forEach(header -> head.append(header).append("\r\n"));
    request.headers().forEach(header -> head.append(header).append("\r\n"));
    if (request.body().length > 0 || request.method().equals("POST")) {
      head.append("Content-Length: ").append(request.body().length).append("\r\n");
    }
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.append("\r\n").toString().getBytes(ISO_8859_1));
    bytes.writeBytes(request.body());
    return bytes.toByteArray();
  }
}
