package dev.pixstream.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Answers requests with what a test wrote down, one after the other; then it lets them wait. */
final class ScriptedServer implements AutoCloseable {

  /** One request: its method, path, Accept and body. */
  record Request(String method, String path, String accept, String body) {
    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  private static final String STALLED = "stalled:";

  private final ServerSocket socket;
  private volatile Duration delay = Duration.ZERO;
  private final BlockingQueue<String> script = new LinkedBlockingQueue<>();
  private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();

  ScriptedServer() throws IOException {
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  /** An address that refuses connections, and that nobody else gets as long as it is bound. */
  static Socket refusing() throws IOException {
    var bound = new Socket();
    bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return bound;
  }

  static URI uri(Socket bound) {
    return URI.create("http://127.0.0.1:" + bound.getLocalPort());
  }

  /** Adds a response with that status and headers such as {@code "Retry-After: 1"}. */
  ScriptedServer answer(int status, String body, String... headers) {
    var text = new StringBuilder("HTTP/1.1 " + status + " Scripted\r\nConnection: close\r\n");
    for (var header : headers) {
      text.append(header).append("\r\n");
    }
    if (status != 204) {
      text.append("Content-Length: ").append(body.getBytes(UTF_8).length).append("\r\n");
    }
    script.add(text.append("\r\n").append(body).toString());
    return this;
  }

  ScriptedServer batch(String next, String body, String... more) {
    var headers = new ArrayList<>(List.of("Pull-Next: " + stream(next)));
    headers.addAll(List.of(more));
    return answer(200, body, headers.toArray(String[]::new));
  }

  ScriptedServer empty(String next) {
    return answer(204, "", "Pull-Next: " + stream(next));
  }

  /** Adds a response that breaks off in the middle. */
  ScriptedServer lose() {
    script.add("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n[{");
    return this;
  }

  /** Adds a response that stops in the middle, without an end. */
  ScriptedServer stall() {
    script.add(STALLED + "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n[{");
    return this;
  }

  /** Holds the next request back for so long. */
  ScriptedServer delay(Duration time) {
    delay = time;
    return this;
  }

  static String stream(String id) {
    return "/api/pix/00000000/stream/" + id;
  }

  /** The next request that came, awaited for a while. */
  Request next() throws InterruptedException {
    var request = requests.poll(10, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("no further request came");
    }
    return request;
  }

  boolean sawNoMore() {
    return requests.isEmpty();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void accept() {
    try {
      while (!socket.isClosed()) {
        var connection = socket.accept();
        Thread.ofVirtual().start(() -> serve(connection));
      }
    } catch (IOException e) {
      if (!socket.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), UTF_8));
      var line = in.readLine();
      if (line == null) {
        return;
      }
      var words = line.split(" ", -1);
      var accept = "";
      int length = 0;
      for (var header = in.readLine(); !header.isEmpty(); header = in.readLine()) {
        var lower = header.toLowerCase(Locale.ROOT);
        if (lower.startsWith("accept: ")) {
          accept = header.substring(8);
        } else if (lower.startsWith("content-length: ")) {
          length = Integer.parseInt(header.substring(16));
        }
      }
      var body = new char[length];
      for (int read = 0; read < length; ) {
        read += in.read(body, read, length - read);
      }
      var reply = script.poll();
      requests.add(new Request(words[0], words[1], accept, new String(body)));
      if (reply == null) {
        // Waits until the other side gives up.
        var _ = in.read();
        return;
      }
      var held = delay;
      delay = Duration.ZERO;
      var _ = new CountDownLatch(1).await(held.toNanos(), TimeUnit.NANOSECONDS);
      connection.getOutputStream().write(reply.replace(STALLED, "").getBytes(UTF_8));
      if (reply.startsWith(STALLED)) {
        var _ = in.read();
      }
    } catch (IOException | InterruptedException _) {
      // The other side went away.
    }
  }
}
