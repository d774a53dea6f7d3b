package dev.pixstream.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Many collectors that wait for messages that don't come: what they cost in memory and processor
 * time.
 */
final class IdleBenchmark {
  private static final int COLLECTORS_PER_LANE = 6;
  private static final int OPENING_AT_ONCE = 200;

  private final PrintStream out;
  private final int collectors;
  private final int seconds;
  private int answers;
  private int waiting;

  IdleBenchmark(PrintStream out, int collectors, int seconds) {
    this.out = out;
    this.collectors = collectors;
    this.seconds = seconds;
  }

  void run() throws Exception {
    try (var database = new Database();
        var server = ServerProcess.onDatabase(database.url());
        var selector = Selector.open()) {
      for (int i = 0; i < collectors; i++) {
        open(selector, server.port(), "%08d".formatted(i / COLLECTORS_PER_LANE));
        if (i % OPENING_AT_ONCE == OPENING_AT_ONCE - 1) {
          serve(selector, Duration.ofMillis(200));
        }
      }
      serve(selector, Duration.ofSeconds(Math.min(10, seconds)));
      double serverCpu = server.cpuSeconds();
      double databaseCpu = Proc.cpuSecondsOfTree(database.pid());
      answers = 0;
      serve(selector, Duration.ofSeconds(seconds));
      double perMinute = 60.0 / seconds;
      out.printf(
          "%d collectors wait on %d lanes: server %.0f MB resident; CPU seconds a minute: server %.1f,"
              + " PostgreSQL %.1f; %.0f answers a second%n",
          waiting,
          (collectors + COLLECTORS_PER_LANE - 1) / COLLECTORS_PER_LANE,
          server.residentMb(),
          (server.cpuSeconds() - serverCpu) * perMinute,
          (Proc.cpuSecondsOfTree(database.pid()) - databaseCpu) * perMinute,
          (double) answers / seconds);
      for (var key : selector.keys()) {
        key.channel().close();
      }
    }
  }

  private void open(Selector selector, int port, String lane) throws IOException {
    var channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ);
    ask(channel, "/api/pix/" + lane + "/stream/start");
    waiting++;
  }

  private void serve(Selector selector, Duration time) throws IOException {
    long until = System.nanoTime() + time.toNanos();
    var buffer = ByteBuffer.allocate(4096);
    long left;
    while ((left = (until - System.nanoTime()) / 1_000_000) > 0) {
      selector.select(left);
      var keys = selector.selectedKeys().iterator();
      while (keys.hasNext()) {
        var channel = (SocketChannel) keys.next().channel();
        keys.remove();
        answer(channel, buffer.clear());
      }
    }
  }

  /** A 204 comes in one piece: its head is a few dozen bytes. */
  private void answer(SocketChannel channel, ByteBuffer buffer) throws IOException {
    int length = channel.read(buffer);
    if (length < 0) {
      throw new IOException("the server closed a connection");
    }
    var head = StandardCharsets.US_ASCII.decode(buffer.flip()).toString();
    int next = head.indexOf("/api/pix/");
    if (!head.startsWith("HTTP/1.1 204") || next < 0) {
      throw new IOException("expected a 204: " + head);
    }
    answers++;
    ask(channel, head.substring(next, head.indexOf('\r', next)));
  }

  private static void ask(SocketChannel channel, String path) throws IOException {
    var request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: multipart/json\r\n\r\n";
    channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
  }
}
