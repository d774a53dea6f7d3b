package dev.pixstream.cli.remote;

import dev.pixstream.cli.terminal.CommandFailure;
import dev.pixstream.cli.terminal.Converters;
import dev.pixstream.client.PixAccess;
import dev.pixstream.client.PixServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which server to talk to. */
public final class UrlOption {

  private static final int CONNECT_TIMEOUT_MS = 5_000;

  @Option(
      names = "--url",
      defaultValue = "http://127.0.0.1:8080",
      converter = Converters.OfUrl.class,
      description =
          "The server's address, with the path of a proxy before it if it has one. Default:"
              + " http://127.0.0.1:8080.")
  private URI url = URI.create("");

  @Mixin private AccessOptions access = new AccessOptions();

  /** What the server is shown. */
  public PixAccess access() {
    return access.access();
  }

  public URI url() {
    return url;
  }

  /**
   * Fails early and clearly where a collector would try again for long.
   *
   * @throws CommandFailure if nobody listens there
   */
  public void checkReachable() {
    var _ = access();
    checkReachable(url);
  }

  /**
   * The same for any address.
   *
   * @throws CommandFailure if nobody listens there
   */
  public static void checkReachable(URI url) {
    var server = PixServer.of(url);
    var host = server.host().replaceAll("[\\[\\]]", "");
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, server.port()), CONNECT_TIMEOUT_MS);
    } catch (UnknownHostException e) {
      throw unreachable(url, "unknown host");
    } catch (IOException e) {
      throw unreachable(url, String.valueOf(e.getMessage()));
    }
  }

  private static CommandFailure unreachable(URI url, String reason) {
    return CommandFailure.failed("can't reach a server at %s: %s".formatted(url, reason));
  }
}
