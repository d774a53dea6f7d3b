package dev.pixstream.benchmark.suite;

import dev.pixstream.benchmark.measure.LinuxProcess;
import dev.pixstream.benchmark.suite.harness.Installation;
import dev.pixstream.benchmark.suite.harness.ServerProcess;
import dev.pixstream.benchmark.suite.harness.Stats;
import dev.pixstream.benchmark.suite.harness.Workload;
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
  private static final int WARM_UPS = 3;

  private final PrintStream out;
  private final int rounds;
  private final Workload workload;
  private final Duration drainMax;

  PairBenchmark(PrintStream out, int rounds, int messages, int seconds) {
    this.drainMax = Duration.ofSeconds(seconds);
    this.out = out;
    this.rounds = rounds;
    this.workload = new Workload(messages);
  }

  void run() throws Exception {
    try (var inPostgres = new Contender("PostgreSQL", Optional.empty(), List.of());
        var inRedis = new Contender("Redis", Optional.of(EmbeddedRedis.start()), List.of())) {
      compare(inPostgres, inRedis, Workload.MANY);
      compare(inPostgres, inRedis, Workload.ONE);
    }
  }

  /**
   * This version and another one.
   *
   * @param other the launcher of the other one
   */
  void runVersions(Path other) throws Exception {
    try (var before = new Contender("other", other, Optional.empty(), List.of());
        var now = new Contender("this", Optional.empty(), List.of())) {
      compare(before, now, Workload.MANY);
      compare(before, now, Workload.ONE);
    }
  }

  /** What limits cost that all nodes share. */
  void runLimits() throws Exception {
    try (var without =
            new Contender("no limits", Optional.of(EmbeddedRedis.start()), ServerVariants.NOTHING);
        var with =
            new Contender("limits", Optional.of(EmbeddedRedis.start()), ServerVariants.LIMITS)) {
      compare(without, with, Workload.MANY);
      compare(without, with, Workload.ONE);
    }
  }

  private void compare(Contender one, Contender other, String accept) throws Exception {
    out.println(workload);
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

  private Cost told(Contender contender, int round, String accept) throws Exception {
    var cost = contender.drain(accept);
    out.printf(
        Locale.ROOT,
        "round %d %-16s %-10s %7.0f messages/s; CPU seconds per million messages: server %5.2f, PostgreSQL"
            + " %5.2f, Redis %5.2f, driver %5.2f%n",
        round,
        accept,
        contender.name,
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

  /** An installation, perhaps with a Redis. */
  private final class Contender implements AutoCloseable {
    private final String name;
    private final Optional<EmbeddedRedis> redis;
    private final Installation installation;

    Contender(String name, Optional<EmbeddedRedis> redis, List<String> limits) throws Exception {
      this(name, ServerProcess.launcher(), redis, limits);
    }

    Contender(String name, Path launcher, Optional<EmbeddedRedis> redis, List<String> limits)
        throws Exception {
      this.name = name;
      this.redis = redis;
      var options = new ArrayList<>(List.of("--worker", "off"));
      options.addAll(limits);
      redis.ifPresent(
          there -> options.addAll(List.of("--coordinator", "redis", "--redis-url", there.url())));
      this.installation = new Installation(workload, launcher, options);
    }

    /** Until the time is over or all is read; what it costs includes its history. */
    Cost drain(String accept) throws Exception {
      forgetClaims();
      var before = spent();
      var drained = Workload.drain(installation.server().endpoint(), accept, drainMax);
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
      installation.database().forgetClaims();
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
          installation.server().cpuSeconds(),
          LinuxProcess.cpuSecondsOfTree(installation.database().pid()),
          redis.isPresent() ? LinuxProcess.cpuSeconds(redis.get().pid()) : 0,
          LinuxProcess.cpuSeconds(ProcessHandle.current().pid()));
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
      return installation.database().count("SELECT count(*) FROM pixstream.confirmed");
    }

    @Override
    public void close() {
      installation.close();
      redis.ifPresent(EmbeddedRedis::close);
    }
  }
}
