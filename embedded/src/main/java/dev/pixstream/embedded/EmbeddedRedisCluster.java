package dev.pixstream.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A Redis Cluster of three masters on loopback, without replicas. */
public final class EmbeddedRedisCluster implements AutoCloseable {
  private static final int MASTERS = 3;
  private static final int SLOTS = 16_384;
  private static final int LOOKS_MAX = 600;

  private final List<EmbeddedRedis> masters = new ArrayList<>();

  private EmbeddedRedisCluster() {}

  /** Starts an empty one and waits until it serves all slots. */
  public static EmbeddedRedisCluster start() {
    var cluster = new EmbeddedRedisCluster();
    try {
      for (int i = 0; i < MASTERS; i++) {
        cluster.masters.add(
            EmbeddedRedis.start(
                "--cluster-enabled",
                "yes",
                "--cluster-node-timeout",
                "2000",
                // While one is away the others serve their slots.
                "--cluster-require-full-coverage",
                "no"));
      }
      cluster.join();
      return cluster;
    } catch (IOException | RuntimeException e) {
      cluster.close();
      throw new EmbeddedDatabaseException("Can't start a Redis Cluster: " + e, e);
    }
  }

  /** One of its nodes; it tells of the others. */
  public String url() {
    return masters.getFirst().url();
  }

  /** The masters. */
  public List<EmbeddedRedis> masters() {
    return List.copyOf(masters);
  }

  @Override
  public void close() {
    masters.forEach(EmbeddedRedis::close);
  }

  private void join() throws IOException {
    for (int i = 0; i < MASTERS; i++) {
      int from = SLOTS * i / MASTERS;
      int to = SLOTS * (i + 1) / MASTERS - 1;
      var slots = new StringBuilder("CLUSTER ADDSLOTS");
      for (int slot = from; slot <= to; slot++) {
        slots.append(' ').append(slot);
      }
      ask(masters.get(i), slots.toString());
      ask(masters.get(i), "CLUSTER SET-CONFIG-EPOCH " + (i + 1));
    }
    for (var other : masters.subList(1, MASTERS)) {
      ask(masters.getFirst(), "CLUSTER MEET 127.0.0.1 " + other.port());
    }
    for (int looks = 0; !isWhole(); looks++) {
      if (looks == LOOKS_MAX) {
        throw new IOException("its nodes do not find each other");
      }
      Pause.shortly();
    }
  }

  private boolean isWhole() throws IOException {
    for (var master : masters) {
      var info = ask(master, "CLUSTER INFO");
      if (!info.contains("cluster_state:ok") || !info.contains("cluster_known_nodes:" + MASTERS)) {
        return false;
      }
    }
    return true;
  }

  /** One command, as a line; the answer's text. */
  private static String ask(EmbeddedRedis redis, String line) throws IOException {
    try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), redis.port())) {
      socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
      var reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      var first = reader.readLine();
      if (first == null || first.startsWith("-")) {
        throw new IOException("Redis says " + first);
      }
      if (!first.startsWith("$")) {
        return first;
      }
      var text = new StringBuilder();
      for (int left = Integer.parseInt(first.substring(1)); left > 0; left--) {
        text.append((char) reader.read());
      }
      return text.toString();
    }
  }
}
