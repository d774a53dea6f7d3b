package dev.pixstream.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** The port of a cluster: the one of its last start, as long as nobody else has taken it. */
final class Ports {

  private static final String FILE = "pixstream.port";
  private static final int ANY = 0;

  private Ports() {}

  static int choose(Path cluster) throws IOException {
    Path file = cluster.resolve(FILE);
    int port = free(Files.exists(file) ? parse(Files.readString(file)) : ANY);
    Files.writeString(file, Integer.toString(port));
    return port;
  }

  /** So that the next choice is this one, if it is free. */
  static void keep(Path cluster, int port) throws IOException {
    Files.writeString(cluster.resolve(FILE), Integer.toString(port));
  }

  /** So that the next choice is another one. */
  static void forget(Path cluster) throws IOException {
    Files.deleteIfExists(cluster.resolve(FILE));
  }

  private static int free(int wanted) throws IOException {
    try (ServerSocket socket = new ServerSocket(wanted, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      if (wanted == ANY) {
        throw e;
      }
      return free(ANY);
    }
  }

  private static int parse(String text) {
    return text.strip().matches("\\d{1,5}") ? Integer.parseInt(text.strip()) & 0xFFFF : ANY;
  }
}
