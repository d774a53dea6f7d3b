package dev.pixstream.benchmark;

import dev.pixstream.core.model.Ispb;
import dev.pixstream.core.pix.MessageGenerator;
import dev.pixstream.server.dialect.json.PixMessageJson;
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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Locale;
import java.util.Random;

/**
 * Many collectors that wait for messages that don't come: what they cost in memory and processor
 * time, and how soon one of them has a message that does come.
 */
final class IdleBenchmark {
  private static final int COLLECTORS_PER_LANE = 6;

  /** Connections beside those of the collectors. */
  private static final int OTHERS = 100;

  private static final int OPENING_AT_ONCE = 200;

  private final PrintStream out;
  private final int collectors;
  private final int seconds;
  private final int wakes;
  private final Random random = new Random(1);
  private int answers;
  private int waiting;
  private long arrived;
  private final ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);

  IdleBenchmark(PrintStream out, int collectors, int seconds, int wakes) {
    this.out = out;
    this.wakes = wakes;
    this.collectors = collectors;
    this.seconds = seconds;
  }

  void run() throws Exception {
    try (var database = new Database();
        var server =
            ServerProcess.onDatabase(
                database.url(), "--connections-max", Integer.toString(collectors + OTHERS));
        var selector = Selector.open()) {
      for (int i = 0; i < collectors; i++) {
        open(selector, server.port(), lane(i));
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
          Locale.ROOT,
          "%d collectors wait on %d lanes: server %.0f MB resident; CPU seconds a minute: server %.1f,"
              + " PostgreSQL %.1f; %.0f answers a second%n",
          waiting,
          (collectors + COLLECTORS_PER_LANE - 1) / COLLECTORS_PER_LANE,
          server.residentMb(),
          (server.cpuSeconds() - serverCpu) * perMinute,
          (Proc.cpuSecondsOfTree(database.pid()) - databaseCpu) * perMinute,
          (double) answers / seconds);
      wake(selector, server.port());
      out.printf(Locale.ROOT, "server %.0f MB resident after it%n", server.residentMb());
      for (var key : selector.keys()) {
        key.channel().close();
      }
    }
  }

  /** One message at a time, each for another lane: from its 201 to a collector's having it. */
  private void wake(Selector selector, int port) throws IOException {
    var generator = new MessageGenerator(random, InstantSource.system());
    var json = new PixMessageJson();
    var nanos = new ArrayList<Long>();
    try (var exchange = new Exchange(port)) {
      for (int i = 0; i < wakes; i++) {
        serve(selector, Duration.ofMillis(4));
        var lane = lane(random.nextInt(waiting));
        arrived = 0;
        exchange.send(
            "POST", "/api/pix/" + lane + "/messages", json.write(generator.next(new Ispb(lane))));
        long stored = System.nanoTime();
        long until = stored + Duration.ofSeconds(10).toNanos();
        while (arrived == 0 && System.nanoTime() < until) {
          serveOnce(selector, 100);
        }
        if (arrived == 0) {
          throw new IOException("a message did not arrive");
        }
        nanos.add(Math.max(0, arrived - stored));
      }
    }
    Collections.sort(nanos);
    out.printf(
        Locale.ROOT,
        "stored (201) to received p50 %.2f ms p99 %.2f ms max %.2f ms of %d%n",
        Stats.percentile(nanos, 0.5) / 1e6,
        Stats.percentile(nanos, 0.99) / 1e6,
        Stats.percentile(nanos, 1) / 1e6,
        nanos.size());
  }

  private static String lane(int collector) {
    return String.format(Locale.ROOT, "%08d", collector / COLLECTORS_PER_LANE);
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
    long left;
    while ((left = (until - System.nanoTime()) / 1_000_000) > 0) {
      serveOnce(selector, left);
    }
  }

  private void serveOnce(Selector selector, long timeoutMs) throws IOException {
    selector.select(timeoutMs);
    var keys = selector.selectedKeys().iterator();
    while (keys.hasNext()) {
      var channel = (SocketChannel) keys.next().channel();
      keys.remove();
      answer(channel, buffer.clear());
    }
  }

  /** An answer comes in one piece: it has one message of less than a kilobyte, or none. */
  private void answer(SocketChannel channel, ByteBuffer buffer) throws IOException {
    int length = channel.read(buffer);
    if (length < 0) {
      throw new IOException("the server closed a connection");
    }
    var head = StandardCharsets.ISO_8859_1.decode(buffer.flip()).toString();
    int next = head.indexOf("/api/pix/");
    if (head.startsWith("HTTP/1.1 200")) {
      arrived = System.nanoTime();
    } else if (!head.startsWith("HTTP/1.1 204")) {
      throw new IOException("expected a 200 or a 204: " + head);
    }
    answers++;
    ask(channel, head.substring(next, head.indexOf('\r', next)));
  }

  private static void ask(SocketChannel channel, String path) throws IOException {
    var request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: multipart/json\r\n\r\n";
    channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
  }
}
