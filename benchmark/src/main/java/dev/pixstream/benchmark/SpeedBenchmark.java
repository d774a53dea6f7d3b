package dev.pixstream.benchmark;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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
          "%d messages on %d lanes, %d collectors%n",
          messages, LANES.size(), LANES.size() * COLLECTORS_PER_LANE);
      for (var lane : LANES) {
        database.fill(lane, messages / LANES.size());
      }
      var pgbench = new PgBench(database);
      one(database, server, "multipart/json", seconds);
      one(database, server, "application/json", seconds);
      var many = new ArrayList<Double>();
      var single = new ArrayList<Double>();
      for (int round = 1; round <= rounds; round++) {
        many.add(compare(database, server, pgbench, round, "multipart/json", 10));
        single.add(compare(database, server, pgbench, round, "application/json", 1));
      }
      out.println("multipart/json:   server / pgbench = " + Stats.spread(many));
      out.println("application/json: server / pgbench = " + Stats.spread(single));
    }
  }

  private double compare(
      Database database, ServerProcess server, PgBench pgbench, int round, String accept, int max)
      throws Exception {
    boolean serverFirst = round % 2 == 1;
    double before = serverFirst ? 0 : baseline(database, pgbench, max);
    var result = one(database, server, accept, seconds);
    double pulls = serverFirst ? baseline(database, pgbench, max) : before;
    double ratio = result.pullsPerSecond() / pulls;
    out.printf(
        "round %d %-16s server %6.0f pulls/s %7.0f messages/s p50 %5.2f ms p99 %6.2f ms duplicates %d;"
            + " pgbench %6.0f pulls/s; ratio %.2f%n",
        round,
        accept,
        result.pullsPerSecond(),
        result.messagesPerSecond(),
        result.p50Ms(),
        result.p99Ms(),
        result.duplicates(),
        pulls,
        ratio);
    return ratio;
  }

  private double baseline(Database database, PgBench pgbench, int max) throws Exception {
    database.forgetClaims();
    // The lanes must not run dry while pgbench runs, or it would count empty pulls.
    double rate = pgbench.run(max, seconds);
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
