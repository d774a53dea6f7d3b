package dev.pixstream.benchmark;

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
  private static final List<String> LANES = List.of("00000001", "00000002", "00000003", "00000004");
  private static final int COLLECTORS_PER_LANE = 6;
  private static final Duration DRAIN_MAX = Duration.ofMinutes(2);
  private static final String BARE = "bare";

  private final PrintStream out;
  private final int rounds;
  private final int messages;
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
    this.messages = messages;
  }

  /** Processor seconds for a million messages. */
  private record Cost(double server, double database) {
    double together() {
      return server + database;
    }
  }

  void run() throws Exception {
    try (var database = new Database();
        var credentials = new Credentials(LANES);
        var receiver = new SpanSink();
        var sides = Sides.start(database.url(), credentials, receiver.url())) {
      out.printf(
          Locale.ROOT,
          "%d messages on %d lanes, %d collectors, multipart/json%n",
          messages,
          LANES.size(),
          LANES.size() * COLLECTORS_PER_LANE);
      for (var lane : LANES) {
        database.fill(lane, messages / LANES.size());
      }
      for (int i = 0; i < warmUps; i++) {
        for (var side : sides.all()) {
          drain(database, side);
        }
      }
      Map<String, List<Double>> server = new LinkedHashMap<>();
      Map<String, List<Double>> together = new LinkedHashMap<>();
      for (int round = 1; round <= rounds; round++) {
        var costs = round(database, sides, round);
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

  /** All sides once, each round beginning with another. */
  private Map<String, Cost> round(Database database, Sides sides, int round) throws Exception {
    var order = new ArrayList<>(sides.all());
    Collections.rotate(order, round);
    Map<String, Cost> costs = new LinkedHashMap<>();
    for (var side : order) {
      var cost = drain(database, side);
      costs.put(side.name(), cost);
      out.printf(
          Locale.ROOT,
          "round %d %-22s server %5.2f, PostgreSQL %5.2f CPU seconds per million messages%n",
          round,
          side.name(),
          cost.server(),
          cost.database());
    }
    return costs;
  }

  private Cost drain(Database database, Sides.Side side) throws Exception {
    database.forgetClaims();
    double server = side.server().cpuSeconds();
    double postgres = Proc.cpuSecondsOfTree(database.pid());
    var drained =
        new Drain(side.door(), "multipart/json", DRAIN_MAX).run(LANES, COLLECTORS_PER_LANE);
    if (drained.messages() != messages) {
      throw new IllegalStateException(drained.messages() + " of " + messages + " were delivered");
    }
    double millions = drained.messages() / 1e6;
    return new Cost(
        (side.server().cpuSeconds() - server) / millions,
        (Proc.cpuSecondsOfTree(database.pid()) - postgres) / millions);
  }
}
