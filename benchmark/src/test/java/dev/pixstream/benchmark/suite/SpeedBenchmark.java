package dev.pixstream.benchmark.suite;

import dev.pixstream.benchmark.suite.harness.Database;
import dev.pixstream.benchmark.suite.harness.Drain;
import dev.pixstream.benchmark.suite.harness.Installation;
import dev.pixstream.benchmark.suite.harness.PgBench;
import dev.pixstream.benchmark.suite.harness.Stats;
import dev.pixstream.benchmark.suite.harness.Workload;
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

  private final PrintStream out;
  private final int rounds;
  private final Workload workload;
  private final int seconds;

  SpeedBenchmark(PrintStream out, int rounds, int messages, int seconds) {
    this.out = out;
    this.rounds = rounds;
    this.workload = new Workload(messages);
    this.seconds = seconds;
  }

  void run() throws Exception {
    if (!PgBench.isThere()) {
      out.println(
          "SKIPPED: there is no pgbench (Debian: postgresql-contrib and its version's package)");
      return;
    }
    out.println(workload);
    try (var installation = new Installation(workload, "--worker", "off")) {
      drain(installation, Workload.MANY);
      drain(installation, Workload.ONE);
      var many = new Ratios(Workload.MANY);
      var single = new Ratios(Workload.ONE);
      for (int round = 1; round <= rounds; round++) {
        compare(installation, round, many, 10);
        compare(installation, round, single, 1);
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

  private void compare(Installation installation, int round, Ratios ratios, int max)
      throws Exception {
    var turns = new Turns(installation, ratios.accept, max);
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
    private static final int TURNS = 3;

    private final Installation installation;
    private final String accept;
    private final int max;
    private Optional<Drain.Result> result = Optional.empty();
    private double pulls;
    private double queue;

    Turns(Installation installation, String accept, int max) {
      this.installation = installation;
      this.accept = accept;
      this.max = max;
    }

    void run(int round) throws Exception {
      for (int turn = 0; turn < TURNS; turn++) {
        switch ((round + turn) % TURNS) {
          case 0 -> pulls = baseline(installation.database(), max);
          case 1 -> result = Optional.of(drain(installation, accept));
          default -> queue = usual(installation.database(), max);
        }
      }
    }
  }

  private double baseline(Database database, int max) throws Exception {
    database.forgetClaims();
    return pulled(database, PgBench.PULL, max);
  }

  private double usual(Database database, int max) throws Exception {
    database.fillUsualQueue();
    try {
      return pulled(database, PgBench.QUEUE, max);
    } finally {
      database.dropUsualQueue();
    }
  }

  /** The lanes must not run dry while pgbench runs, or it would count empty pulls. */
  private double pulled(Database database, String pull, int max) throws Exception {
    double rate = new PgBench(database).run(pull, max, seconds);
    if (rate * max * seconds > workload.messages()) {
      throw new IllegalStateException(
          "pgbench emptied the lanes: take more messages or fewer seconds");
    }
    return rate;
  }

  private Drain.Result drain(Installation installation, String accept) throws Exception {
    return installation.drain(accept, Duration.ofSeconds(seconds));
  }
}
