package dev.pixstream.check;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
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
final class Wire {
  private static final int CONNECT_TIMEOUT_MS = 5_000;
  private static final Duration BEYOND_WAIT = Duration.ofSeconds(10);

  private final Place place;
  private final boolean secure;
  private final List<Header> headers;
  private final Optional<SSLContext> tls;
  private final Duration patience;

  Wire(CheckSettings settings) {
    this.place = Place.of(settings.url());
    this.secure = "https".equalsIgnoreCase(settings.url().getScheme());
    this.headers = settings.headers();
    this.tls = settings.tls();
    this.patience = settings.waitMax().plus(BEYOND_WAIT);
  }

  Pending send(Request request, Consumer<Response> onResponse) throws IOException {
    return sendBytes(bytes(request), onResponse);
  }

  Pending sendBytes(byte[] bytes, Consumer<Response> onResponse) throws IOException {
    var socket = connect();
    // It is read while it is written: a server may answer, and stop reading, before the end.
    var pending = Pending.on(socket, patience, place, onResponse);
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
    socket.connect(place.address(), CONNECT_TIMEOUT_MS);
    socket.setTcpNoDelay(true);
    if (!secure) {
      return socket;
    }
    var secured =
        (javax.net.ssl.SSLSocket)
            tls.map(SSLContext::getSocketFactory)
                .orElseGet(() -> (SSLSocketFactory) SSLSocketFactory.getDefault())
                .createSocket(socket, place.host(), place.port(), true);
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
    head.append(request.method()).append(' ').append(place.prefix()).append(request.path());
    head.append(" HTTP/1.1\r\nHost: ")
        .append(place.authority())
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
