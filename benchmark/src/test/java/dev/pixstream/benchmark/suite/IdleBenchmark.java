package dev.pixstream.benchmark.suite;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.pixstream.benchmark.measure.LinuxProcess;
import dev.pixstream.benchmark.net.Connection;
import dev.pixstream.benchmark.net.Loop;
import dev.pixstream.benchmark.suite.harness.Database;
import dev.pixstream.benchmark.suite.harness.Endpoint;
import dev.pixstream.benchmark.suite.harness.KeptConnection;
import dev.pixstream.benchmark.suite.harness.ServerProcess;
import dev.pixstream.benchmark.suite.harness.Stats;
import dev.pixstream.check.http.ResponseView;
import dev.pixstream.core.model.Ispb;
import dev.pixstream.core.pix.MessageGenerator;
import dev.pixstream.server.dialect.json.PixMessageJson;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
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
  private static final Duration BETWEEN_OPENINGS = Duration.ofMillis(200);
  private static final Duration ARRIVES_WITHIN = Duration.ofSeconds(10);

  private final PrintStream out;
  private final int collectors;
  private final int seconds;
  private final int wakes;
  private final Random random = new Random(1);
  private int answers;
  private long arrived;

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
        var loop = new Loop()) {
      open(loop, server.endpoint().address());
      serve(loop, Duration.ofSeconds(Math.min(10, seconds)));
      double serverCpu = server.cpuSeconds();
      double databaseCpu = LinuxProcess.cpuSecondsOfTree(database.pid());
      answers = 0;
      serve(loop, Duration.ofSeconds(seconds));
      double perMinute = 60.0 / seconds;
      out.printf(
          Locale.ROOT,
          "%d collectors wait on %d lanes: server %.0f MB resident; CPU seconds a minute: server %.1f,"
              + " PostgreSQL %.1f; %.0f answers a second%n",
          collectors,
          (collectors + COLLECTORS_PER_LANE - 1) / COLLECTORS_PER_LANE,
          server.residentMb(),
          (server.cpuSeconds() - serverCpu) * perMinute,
          (LinuxProcess.cpuSecondsOfTree(database.pid()) - databaseCpu) * perMinute,
          (double) answers / seconds);
      wake(loop, server.endpoint());
      out.printf(Locale.ROOT, "server %.0f MB resident after it%n", server.residentMb());
    }
  }

  private void open(Loop loop, InetSocketAddress address) throws IOException {
    for (int i = 0; i < collectors; i++) {
      new WaitingCollector(loop, address, lane(i)).pull();
      if (i % OPENING_AT_ONCE == OPENING_AT_ONCE - 1) {
        serve(loop, BETWEEN_OPENINGS);
      }
    }
  }

  /** One message at a time, each for another lane: from its 201 to a collector's having it. */
  private void wake(Loop loop, Endpoint endpoint) throws IOException {
    var generator = new MessageGenerator(random, InstantSource.system());
    var json = new PixMessageJson();
    var nanos = new ArrayList<Long>();
    try (var connection = new KeptConnection(endpoint)) {
      for (int i = 0; i < wakes; i++) {
        serve(loop, Duration.ofMillis(4));
        var lane = lane(random.nextInt(collectors));
        arrived = 0;
        var _ =
            connection.send(
                "POST",
                "/api/pix/" + lane + "/messages",
                json.write(generator.next(new Ispb(lane))));
        long stored = System.nanoTime();
        long until = stored + ARRIVES_WITHIN.toNanos();
        while (arrived == 0 && System.nanoTime() < until) {
          loop.turn(until);
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

  private static void serve(Loop loop, Duration time) throws IOException {
    long until = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < until) {
      loop.turn(until);
    }
  }

  /** One that asks again as soon as it is answered. */
  private final class WaitingCollector implements Connection.Owner {
    private final Connection connection;
    private String path;

    WaitingCollector(Loop loop, InetSocketAddress address, String lane) {
      connection = new Connection(loop, address, this);
      path = "/api/pix/" + lane + "/stream/start";
    }

    void pull() {
      var request =
          "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: multipart/json\r\n\r\n";
      connection.send(ByteBuffer.wrap(request.getBytes(US_ASCII)));
    }

    @Override
    public void answered(ResponseView response, long nowNanos) {
      switch (response.status()) {
        case 200 -> arrived = nowNanos;
        case 204 -> {}
        default -> throw new IllegalStateException("expected a 200 or a 204: " + response);
      }
      answers++;
      path = response.header("pull-next").orElseThrow();
      pull();
    }

    @Override
    public void lost(String reason) {
      throw new IllegalStateException("a waiting collector lost its connection: " + reason);
    }
  }
}
