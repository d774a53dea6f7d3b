package dev.pixstream.server.contract;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.pixstream.server.security.tls.CertificateAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The machine's own redis-server, which speaks TLS, and on a second port plainly to the test. */
final class TlsRedis implements AutoCloseable {
  private final Process process;
  private final int plainPort = freePort();
  private final int port = freePort();

  TlsRedis(CertificateAuthority ca, Path directory, String... options) throws IOException {
    var own = ca.server(List.of("localhost"), TlsClient.YEAR);
    var authorities = file(directory, "ca.pem", ca.own().certificatePem());
    var line = new ArrayList<>(List.of("redis-server", "--bind", "127.0.0.1", "--save", ""));
    line.addAll(List.of("--dir", directory.toString(), "--port", Integer.toString(plainPort)));
    line.addAll(List.of("--tls-port", Integer.toString(port), "--tls-ca-cert-file", authorities));
    line.addAll(List.of("--tls-cert-file", file(directory, "redis.pem", own.certificatePem())));
    line.addAll(List.of("--tls-key-file", file(directory, "redis.key", own.keyPem())));
    line.addAll(List.of(options));
    this.process =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("redis.log").toFile())
            .start();
    Until.holds(this::answers);
  }

  int port() {
    return port;
  }

  /** One command, as a line; what its answer begins with. */
  char tell(String line) throws IOException {
    try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), plainPort)) {
      socket.getOutputStream().write((line + "\r\n").getBytes(US_ASCII));
      return (char) socket.getInputStream().read();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  private boolean answers() {
    try {
      return tell("PING") == '+';
    } catch (IOException notYet) {
      if (!process.isAlive()) {
        throw new IllegalStateException("redis-server ended", notYet);
      }
      return false;
    }
  }

  private static String file(Path directory, String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  /** A cluster's bus listens 10,000 higher. */
  private static int freePort() {
    while (true) {
      try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
        if (socket.getLocalPort() <= 55_000) {
          return socket.getLocalPort();
        }
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
