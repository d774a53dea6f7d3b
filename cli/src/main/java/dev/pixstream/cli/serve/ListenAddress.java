package dev.pixstream.cli.serve;

import dev.pixstream.cli.terminal.CommandFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Locale;

/** Where a server listens. */
final class ListenAddress {

  private ListenAddress() {}

  /**
   * Says at once what would fail after the database has been started.
   *
   * @throws CommandFailure if it can't be listened on
   */
  static void check(String host, int port) {
    var address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw CommandFailure.failed("can't listen on " + host + ": unknown host");
    }
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(address);
    } catch (IOException e) {
      throw failure(host, port, e);
    }
  }

  static CommandFailure failure(String host, int port, Throwable cause) {
    var reason = String.valueOf(cause.getMessage());
    return CommandFailure.failed(
        reason.contains("in use")
            ? String.format(
                Locale.ROOT,
                "can't listen on %s:%d: the port is taken; choose another with --port",
                host,
                port)
            : String.format(Locale.ROOT, "can't listen on %s:%d: %s", host, port, reason));
  }

  static URI url(boolean tls, String host, int port) {
    var literal = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    return URI.create((tls ? "https://" : "http://") + literal + ":" + port);
  }
}
