package dev.pixstream.benchmark.suite;

import dev.pixstream.benchmark.suite.harness.BenchProcess;
import dev.pixstream.benchmark.suite.harness.Database;
import dev.pixstream.benchmark.suite.harness.Drain;
import dev.pixstream.benchmark.suite.harness.Installation;
import dev.pixstream.benchmark.suite.harness.ServerProcess;
import dev.pixstream.benchmark.suite.harness.Stats;
import dev.pixstream.benchmark.suite.harness.Workload;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * What the rate keeps when something grows: each large case against the small one, in the same run,
 * interleaved.
 */
final class GrowthBenchmark {
  private static final String SETTLE = "--settle=10s";

  private final PrintStream out;
  private final int rounds;
  private final boolean tiny;

  GrowthBenchmark(PrintStream out, boolean tiny) {
    this.out = out;
    this.rounds = tiny ? 1 : 5;
    this.tiny = tiny;
  }

  /** A backlog of 10 million messages against one of 10,000, both on 4 lanes. */
  void backlog() throws Exception {
    int small = 10_000;
    int large = tiny ? 100_000 : 10_000_000;
    int drains = tiny ? 2 : 40;
    try (var few = backlog(small);
        var many = backlog(large)) {
      for (int i = 0; i < drains; i++) {
        drain(few);
      }
      drain(many);
      compare(
          String.format(Locale.ROOT, "messages/s of a backlog of %d / of %d", large, small),
          () -> drain(many).messagesPerSecond(),
          () -> {
            double seconds = 0;
            for (int i = 0; i < drains; i++) {
              seconds += drain(few).seconds();
            }
            return drains * small / seconds;
          });
    }
  }

  /** 1,000 lanes with a collector each against 4 lanes with six each. */
  void lanes() throws Exception {
    int lanes = tiny ? 50 : 1_000;
    var messages = "--messages=" + (tiny ? 60_000 : 1_000_000);
    try (var database = new Database();
        var server = ServerProcess.onDatabase(database.url(), "--worker", "off")) {
      Callable<Double> few = () -> drained(server, messages, "--lanes=4", "--collectors=6");
      Callable<Double> many = () -> drained(server, messages, "--lanes=" + lanes, "--collectors=1");
      few.call();
      many.call();
      compare(String.format(Locale.ROOT, "messages/s of %d lanes / of 4", lanes), many, few);
    }
  }

  /** Two and three nodes on one database against one. */
  void nodes() throws Exception {
    var messages = "--messages=" + (tiny ? 60_000 : 1_000_000);
    try (var database = new Database();
        var one = ServerProcess.onDatabase(database.url(), "--worker", "off");
        var two = ServerProcess.onDatabase(database.url(), "--worker", "off");
        var three = ServerProcess.onDatabase(database.url(), "--worker", "off")) {
      Callable<Double> alone = () -> drained(List.of(one), messages);
      for (var several : List.of(List.of(one, two), List.of(one, two, three))) {
        Callable<Double> together = () -> drained(several, messages);
        alone.call();
        together.call();
        compare(
            String.format(Locale.ROOT, "messages/s of %d nodes / of one", several.size()),
            together,
            alone);
      }
    }
  }

  private double drained(ServerProcess server, String... options) throws Exception {
    return drained(List.of(server), options);
  }

  private double drained(List<ServerProcess> servers, String... options) throws Exception {
    var all = new ArrayList<>(List.of(options));
    all.addAll(List.of("--mode=drain", SETTLE, tiny ? "--warmup=100ms" : "--warmup=2s"));
    return BenchProcess.run(servers, all.toArray(String[]::new)).rates().receivedPerSecond();
  }

  private void compare(String what, Callable<Double> large, Callable<Double> small)
      throws Exception {
    var ratios = new ArrayList<Double>();
    for (int round = 1; round <= rounds; round++) {
      boolean largeFirst = round % 2 == 1;
      double before = largeFirst ? large.call() : small.call();
      double after = largeFirst ? small.call() : large.call();
      double grown = largeFirst ? before : after;
      double usual = largeFirst ? after : before;
      out.printf(Locale.ROOT, "round %d %7.0f messages/s, else %7.0f%n", round, grown, usual);
      ratios.add(grown / usual);
    }
    out.println(what + " = " + Stats.spread(ratios));
  }

  /** Collectors end with an empty answer, which is not to take long. */
  private static Installation backlog(int messages) throws Exception {
    return new Installation(new Workload(messages), "--worker", "off", "--wait", "200ms");
  }

  private Drain.Result drain(Installation backlog) throws Exception {
    return backlog.drain(Workload.MANY, Duration.ofSeconds(tiny ? 1 : 5));
  }
}
