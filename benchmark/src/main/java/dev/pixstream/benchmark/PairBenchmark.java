package dev.pixstream.benchmark;

import dev.pixstream.embedded.EmbeddedRedis;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The same drain through two servers that differ in one thing, in one run, interleaved: messages
 * per second, and what each process takes of the processor for it. They differ in where the
 * coordinator is, in shared limits, or in their version.
 */
final class PairBenchmark {
  private static final List<String> LANES = List.of("00000001", "00000002", "00000003", "00000004");
  private static final int COLLECTORS_PER_LANE = 6;
  private static final int WARM_UPS = 3;

  private final PrintStream out;
  private final int rounds;
  private final int messages;
  private final Duration drainMax;

  PairBenchmark(PrintStream out, int rounds, int messages, int seconds) {
    this.drainMax = Duration.ofSeconds(seconds);
    this.out = out;
    this.rounds = rounds;
    this.messages = messages;
  }

  void run() throws Exception {
    try (var inPostgres = new Side("PostgreSQL", Optional.empty(), List.of());
        var inRedis = new Side("Redis", Optional.of(EmbeddedRedis.start()), List.of())) {
      compare(inPostgres, inRedis, "multipart/json");
      compare(inPostgres, inRedis, "application/json");
    }
  }

  /**
   * This version and another one.
   *
   * @param other the launcher of the other one
   */
  void runVersions(Path other) throws Exception {
    try (var before = new Side("other", other, Optional.empty(), List.of());
        var now = new Side("this", Optional.empty(), List.of())) {
      compare(before, now, "multipart/json");
      compare(before, now, "application/json");
    }
  }

  /** What limits cost that all nodes share. */
  void runLimits() throws Exception {
    try (var without = new Side("no limits", Optional.of(EmbeddedRedis.start()), Sides.NOTHING);
        var with = new Side("limits", Optional.of(EmbeddedRedis.start()), Sides.LIMITS)) {
      compare(without, with, "multipart/json");
      compare(without, with, "application/json");
    }
  }

  private void compare(Side one, Side other, String accept) throws Exception {
    out.printf(
        Locale.ROOT,
        "%d messages on %d lanes, %d collectors%n",
        messages,
        LANES.size(),
        LANES.size() * COLLECTORS_PER_LANE);
    for (int i = 0; i < WARM_UPS; i++) {
      one.drain(accept);
      other.drain(accept);
    }
    var rates = new ArrayList<Double>();
    var costs = new ArrayList<Double>();
    for (int round = 1; round <= rounds; round++) {
      boolean oneFirst = round % 2 == 1;
      var before = oneFirst ? List.of(told(one, round, accept)) : List.<Cost>of();
      var ofOther = told(other, round, accept);
      var ofOne = oneFirst ? before.getFirst() : told(one, round, accept);
      rates.add(ofOther.rate() / ofOne.rate());
      costs.add(ofOther.together() / ofOne.together());
    }
    out.printf(
        "%s: %s / %s = %s messages/s, %s processor time%n",
        accept, other.name, one.name, Stats.spread(rates), Stats.spread(costs));
  }

  private Cost told(Side side, int round, String accept) throws Exception {
    var cost = side.drain(accept);
    out.printf(
        Locale.ROOT,
        "round %d %-16s %-10s %7.0f messages/s; CPU seconds per million messages: server %5.2f, PostgreSQL"
            + " %5.2f, Redis %5.2f, driver %5.2f%n",
        round,
        accept,
        side.name,
        cost.rate,
        cost.server,
        cost.database,
        cost.redis,
        cost.driver);
    return cost;
  }

  /** Messages per second, and processor seconds for a million of them. */
  private record Cost(double rate, double server, double database, double redis, double driver) {
    /** Without the driver. */
    double together() {
      return server + database + redis;
    }
  }

  /** A database with its server, and perhaps a Redis. */
  private final class Side implements AutoCloseable {
    private final String name;
    private final Database database = new Database();
    private final Optional<EmbeddedRedis> redis;
    private final ServerProcess server;

    Side(String name, Optional<EmbeddedRedis> redis, List<String> limits) throws Exception {
      this(name, ServerProcess.launcher(), redis, limits);
    }

    Side(String name, Path launcher, Optional<EmbeddedRedis> redis, List<String> limits)
        throws Exception {
      this.name = name;
      this.redis = redis;
      var options = new ArrayList<>(List.of("--worker", "off"));
      options.addAll(limits);
      redis.ifPresent(
          there -> options.addAll(List.of("--coordinator", "redis", "--redis-url", there.url())));
      this.server = ServerProcess.onDatabase(launcher, database.url(), options);
      for (var lane : LANES) {
        database.fill(lane, messages / LANES.size());
      }
    }

    /** Until the time is over or all is read; what it costs includes its history. */
    Cost drain(String accept) throws Exception {
      forgetClaims();
      var before = spent();
      var drained = new Drain(server.port(), accept, drainMax).run(LANES, COLLECTORS_PER_LANE);
      if (drained.duplicates() > 0) {
        throw new IllegalStateException(drained.duplicates() + " were delivered twice");
      }
      awaitHistory();
      var after = spent();
      double millions = drained.messages() / 1e6;
      return new Cost(
          drained.messagesPerSecond(),
          (after.server - before.server) / millions,
          (after.database - before.database) / millions,
          (after.redis - before.redis) / millions,
          (after.driver - before.driver) / millions);
    }

    private void forgetClaims() throws Exception {
      database.forgetClaims();
      if (redis.isPresent()) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), redis.get().port())) {
          socket.getOutputStream().write("FLUSHALL\r\n".getBytes(StandardCharsets.US_ASCII));
          var _ = socket.getInputStream().read();
        }
      }
    }

    private Cost spent() throws IOException {
      return new Cost(
          0,
          server.cpuSeconds(),
          Proc.cpuSecondsOfTree(database.pid()),
          redis.isPresent() ? Proc.cpuSeconds(redis.get().pid()) : 0,
          Proc.cpuSeconds(ProcessHandle.current().pid()));
    }

    /** Until nothing more comes. */
    private void awaitHistory() throws Exception {
      long known = -1;
      for (long now = history(); now != known; now = history()) {
        known = now;
        TimeUnit.MILLISECONDS.sleep(500);
      }
    }

    private long history() throws Exception {
      return database.count("SELECT count(*) FROM pixstream.confirmed");
    }

    @Override
    public void close() {
      server.close();
      redis.ifPresent(EmbeddedRedis::close);
      database.close();
    }
  }
}
