package dev.pixstream.benchmark;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Pulls per second of the server against those of pgbench with the same pull function, in one run,
 * interleaved. 24 collectors on 4 lanes; load driver, server and PostgreSQL share the machine.
 */
final class SpeedBenchmark {
  private static final List<String> LANES = List.of("00000001", "00000002", "00000003", "00000004");
  private static final int COLLECTORS_PER_LANE = 6;

  private final PrintStream out;
  private final int rounds;
  private final int messages;
  private final int seconds;

  SpeedBenchmark(PrintStream out, int rounds, int messages, int seconds) {
    this.out = out;
    this.rounds = rounds;
    this.messages = messages;
    this.seconds = seconds;
  }

  void run() throws Exception {
    if (!PgBench.isThere()) {
      out.println(
          "SKIPPED: there is no pgbench (Debian: postgresql-contrib and its version's package)");
      return;
    }
    try (var database = new Database();
        var server = ServerProcess.onDatabase(database.url(), "--worker", "off")) {
      out.printf(
          Locale.ROOT,
          "%d messages on %d lanes, %d collectors%n",
          messages,
          LANES.size(),
          LANES.size() * COLLECTORS_PER_LANE);
      for (var lane : LANES) {
        database.fill(lane, messages / LANES.size());
      }
      var pgbench = new PgBench(database);
      one(database, server, "multipart/json", seconds);
      one(database, server, "application/json", seconds);
      var many = new Ratios("multipart/json");
      var single = new Ratios("application/json");
      for (int round = 1; round <= rounds; round++) {
        compare(database, server, pgbench, round, many, 10);
        compare(database, server, pgbench, round, single, 1);
      }
      for (var ratios : List.of(many, single)) {
        out.printf(
            "%-16s server / pgbench = %s; server / SKIP LOCKED = %s%n",
            ratios.accept, Stats.spread(ratios.ofPull), Stats.spread(ratios.ofQueue));
      }
    }
  }

  /** Of each round: to the function for one pull, and to a queue as it is usually built. */
  private static final class Ratios {
    private final String accept;
    private final List<Double> ofPull = new ArrayList<>();
    private final List<Double> ofQueue = new ArrayList<>();

    Ratios(String accept) {
      this.accept = accept;
    }
  }

  private void compare(
      Database database, ServerProcess server, PgBench pgbench, int round, Ratios ratios, int max)
      throws Exception {
    var turns = new Turns(database, server, pgbench, ratios.accept, max);
    turns.run(round);
    var result = turns.result.orElseThrow();
    double pulls = turns.pulls;
    double queue = turns.queue;
    ratios.ofPull.add(result.pullsPerSecond() / pulls);
    ratios.ofQueue.add(result.pullsPerSecond() / queue);
    out.printf(
        Locale.ROOT,
        "round %d %-16s server %6.0f pulls/s %7.0f messages/s p50 %5.2f ms p99 %6.2f ms duplicates %d;"
            + " pgbench %6.0f pulls/s (%.2f), SKIP LOCKED %6.0f (%.2f)%n",
        round,
        ratios.accept,
        result.pullsPerSecond(),
        result.messagesPerSecond(),
        result.p50Ms(),
        result.p99Ms(),
        result.duplicates(),
        pulls,
        ratios.ofPull.getLast(),
        queue,
        ratios.ofQueue.getLast());
  }

  /** The three that are compared in a round: each of them is first, second and last in turn. */
  private final class Turns {
    private static final int SIDES = 3;

    private final Database database;
    private final ServerProcess server;
    private final PgBench pgbench;
    private final String accept;
    private final int max;
    private Optional<Drain.Result> result = Optional.empty();
    private double pulls;
    private double queue;

    Turns(Database database, ServerProcess server, PgBench pgbench, String accept, int max) {
      this.database = database;
      this.server = server;
      this.pgbench = pgbench;
      this.accept = accept;
      this.max = max;
    }

    void run(int round) throws Exception {
      for (int turn = 0; turn < SIDES; turn++) {
        switch ((round + turn) % SIDES) {
          case 0 -> pulls = baseline(database, pgbench, max);
          case 1 -> result = Optional.of(one(database, server, accept, seconds));
          default -> queue = usual(database, pgbench, max);
        }
      }
    }
  }

  private double baseline(Database database, PgBench pgbench, int max) throws Exception {
    database.forgetClaims();
    return pulled(pgbench, PgBench.PULL, max);
  }

  private double usual(Database database, PgBench pgbench, int max) throws Exception {
    database.fillUsualQueue();
    try {
      return pulled(pgbench, PgBench.QUEUE, max);
    } finally {
      database.dropUsualQueue();
    }
  }

  /** The lanes must not run dry while pgbench runs, or it would count empty pulls. */
  private double pulled(PgBench pgbench, String pull, int max) throws Exception {
    double rate = pgbench.run(pull, max, seconds);
    if (rate * max * seconds > messages) {
      throw new IllegalStateException(
          "pgbench emptied the lanes: take more messages or fewer seconds");
    }
    return rate;
  }

  private Drain.Result one(Database database, ServerProcess server, String accept, int time)
      throws Exception {
    database.forgetClaims();
    return new Drain(server.port(), accept, Duration.ofSeconds(time))
        .run(LANES, COLLECTORS_PER_LANE);
  }
}
