package dev.pixstream.benchmark.suite;

import dev.pixstream.benchmark.measure.LinuxProcess;
import dev.pixstream.benchmark.suite.harness.Credentials;
import dev.pixstream.benchmark.suite.harness.Database;
import dev.pixstream.benchmark.suite.harness.SpanSink;
import dev.pixstream.benchmark.suite.harness.Stats;
import dev.pixstream.benchmark.suite.harness.Workload;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What authentication, metrics and limits cost together, without TLS and with it, and what traces
 * cost: processor seconds for a million messages, of servers that differ in nothing else, in one
 * run, interleaved.
 */
final class CostBenchmark {
  private static final Duration DRAIN_MAX = Duration.ofMinutes(2);
  private static final String BARE = "bare";

  private final PrintStream out;
  private final int rounds;
  private final Workload workload;
  private final int warmUps;

  /**
   * What is measured.
   *
   * @param warmUps drains of each server before: until the JIT compiler has done, its own time is
   *     the larger part of any difference
   */
  CostBenchmark(PrintStream out, int rounds, int messages, int warmUps) {
    this.warmUps = warmUps;
    this.out = out;
    this.rounds = rounds;
    this.workload = new Workload(messages);
  }

  /** Processor seconds for a million messages. */
  private record Cost(double server, double database) {
    double together() {
      return server + database;
    }
  }

  void run() throws Exception {
    try (var database = new Database();
        var credentials = new Credentials(Workload.lanes());
        var receiver = new SpanSink();
        var variants = ServerVariants.start(database.url(), credentials, receiver.url())) {
      out.println(workload + ", " + Workload.MANY);
      workload.fill(database);
      for (int i = 0; i < warmUps; i++) {
        for (var variant : variants.all()) {
          drain(database, variant);
        }
      }
      Map<String, List<Double>> server = new LinkedHashMap<>();
      Map<String, List<Double>> together = new LinkedHashMap<>();
      for (int round = 1; round <= rounds; round++) {
        var costs = round(database, variants, round);
        var bare = costs.getOrDefault(BARE, new Cost(0, 0));
        costs.forEach(
            (name, cost) -> {
              server
                  .computeIfAbsent(name, n -> new ArrayList<>())
                  .add(cost.server() / bare.server());
              together
                  .computeIfAbsent(name, n -> new ArrayList<>())
                  .add(cost.together() / bare.together());
            });
      }
      server.remove(BARE);
      server.forEach(
          (name, ratios) ->
              out.printf(
                  "%-22s / bare: server %s, server and PostgreSQL %s%n",
                  name, Stats.spread(ratios), Stats.spread(together.getOrDefault(name, ratios))));
      out.println(
          "spans received: " + (receiver.bytes() > 0 ? receiver.bytes() + " bytes" : "none"));
    }
  }

  /** All of them once, each round beginning with another. */
  private Map<String, Cost> round(Database database, ServerVariants variants, int round)
      throws Exception {
    var order = new ArrayList<>(variants.all());
    Collections.rotate(order, round);
    Map<String, Cost> costs = new LinkedHashMap<>();
    for (var variant : order) {
      var cost = drain(database, variant);
      costs.put(variant.name(), cost);
      out.printf(
          Locale.ROOT,
          "round %d %-22s server %5.2f, PostgreSQL %5.2f CPU seconds per million messages%n",
          round,
          variant.name(),
          cost.server(),
          cost.database());
    }
    return costs;
  }

  private Cost drain(Database database, ServerVariants.Variant variant) throws Exception {
    database.forgetClaims();
    double server = variant.server().cpuSeconds();
    double postgres = LinuxProcess.cpuSecondsOfTree(database.pid());
    var drained = Workload.drain(variant.endpoint(), Workload.MANY, DRAIN_MAX);
    if (drained.messages() != workload.messages()) {
      throw new IllegalStateException(drained.messages() + " of " + workload + " were delivered");
    }
    double millions = drained.messages() / 1e6;
    return new Cost(
        (variant.server().cpuSeconds() - server) / millions,
        (LinuxProcess.cpuSecondsOfTree(database.pid()) - postgres) / millions);
  }
}
