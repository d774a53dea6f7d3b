package dev.pixstream.check;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** The contract in memory, over plain sockets, with one fault that can be put in. */
final class ReferenceServer implements AutoCloseable {

  /** How long things take on it. */
  record Times(Duration idleWait, Duration lease) {}

  /** A request as it came. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Incoming(String method, String path, Map<String, String> headers, byte[] body) {}

  private final ServerSocket socket;
  private final Fault fault;
  private final ReferenceRoutes routes;

  ReferenceServer(Fault fault, Times times) throws IOException {
    this.fault = fault;
    this.routes = new ReferenceRoutes(fault, times);
    this.socket = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
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
      var in = new BufferedInputStream(connection.getInputStream());
      var request = read(in);
      if (request.method().isEmpty()) {
        if (fault == Fault.DIES_OF_GARBAGE) {
          socket.close();
        }
        connection.getOutputStream().write(Reply.problem(400).bytes());
        return;
      }
      var call = routes.serve(request);
      if (fault != Fault.FEEDS_THE_DEAD) {
        Thread.ofVirtual().start(() -> watch(in, call));
      }
      var reply = call.reply().get();
      var sent = fault == Fault.MAY_BE_CACHED ? reply.cacheable() : reply;
      connection.getOutputStream().write(sent.bytes());
    } catch (IOException | InterruptedException _) {
      // The other side went away.
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Nothing more comes on a connection but its end. */
  private static void watch(InputStream in, ReferenceLane.Call call) {
    try {
      var _ = in.read();
    } catch (IOException _) {
      // The end as well.
    }
    call.abandon().run();
  }

  private Incoming read(InputStream in) throws IOException {
    var words = line(in).split(" ", -1);
    if (words.length != 3 || !words[2].startsWith("HTTP/1.") || !words[1].startsWith("/")) {
      return new Incoming("", "", Map.of(), new byte[0]);
    }
    var headers = new LinkedHashMap<String, String>();
    for (var line = line(in); !line.isEmpty(); line = line(in)) {
      var parts = line.split(":", 2);
      boolean again = headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1].strip()) != null;
      if (again && line.startsWith("Host:") && fault != Fault.TAKES_TWO_HOSTS) {
        return new Incoming("", "", Map.of(), new byte[0]);
      }
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    return new Incoming(words[0], words[1], headers, in.readNBytes(length));
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\n' && c >= 0; c = in.read()) {
      line.append(new String(new byte[] {(byte) c}, ISO_8859_1));
    }
    return line.toString().strip();
  }
}
