package dev.pixstream.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.regex.Pattern;

/**
 * A proxy that takes a prefix away and changes no other byte, so that what no HTTP library would
 * send passes it. A request without the prefix ends its connection.
 */
final class PrefixWire implements AutoCloseable {
  private static final Pattern FOREIGN = Pattern.compile("(?s)[A-Z]+ /(?!banco/).*");
  private static final String WITH = " /banco/";
  private static final String WITHOUT = " /";

  private final ServerSocket socket;
  private final int port;

  PrefixWire(int port) throws IOException {
    this.port = port;
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + socket.getLocalPort() + "/banco";
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    try {
      while (!socket.isClosed()) {
        var client = socket.accept();
        var server = new Socket(InetAddress.getLoopbackAddress(), port);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        Thread.ofVirtual().start(() -> requests(client, server));
        Thread.ofVirtual().start(() -> responses(server, client));
      }
    } catch (IOException _) {
      // It was closed.
    }
  }

  private static void requests(Socket client, Socket server) {
    try (client;
        server) {
      var bytes = new byte[64 * 1_024];
      var in = client.getInputStream();
      for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
        var text = new String(bytes, 0, length, ISO_8859_1);
        if (FOREIGN.matcher(text).matches()) {
          return;
        }
        server.getOutputStream().write(text.replace(WITH, WITHOUT).getBytes(ISO_8859_1));
      }
    } catch (IOException _) {
      // One side went away.
    }
  }

  private static void responses(Socket server, Socket client) {
    try (client;
        server) {
      server.getInputStream().transferTo(client.getOutputStream());
    } catch (IOException _) {
      // One side went away.
    }
  }
}
