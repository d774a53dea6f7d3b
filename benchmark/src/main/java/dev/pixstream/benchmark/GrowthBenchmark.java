package dev.pixstream.benchmark;

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
  private static final List<String> LANES = List.of("00000001", "00000002", "00000003", "00000004");
  private static final int COLLECTORS_PER_LANE = 6;
  private static final String ACCEPT = "multipart/json";
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
    try (var few = new Side(small);
        var many = new Side(large)) {
      for (int i = 0; i < drains; i++) {
        few.drain();
      }
      many.drain();
      compare(
          String.format(Locale.ROOT, "messages/s of a backlog of %d / of %d", large, small),
          () -> many.drain().messagesPerSecond(),
          () -> {
            double seconds = 0;
            for (int i = 0; i < drains; i++) {
              seconds += few.drain().seconds();
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
    return Load.run(servers, all.toArray(String[]::new)).rates().receivedPerSecond();
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

  /** A database with a backlog, and its server. */
  private final class Side implements AutoCloseable {
    private final Database database = new Database();
    private final ServerProcess server;

    /** Collectors end with an empty answer, which is not to take long. */
    Side(int messages) throws Exception {
      server = ServerProcess.onDatabase(database.url(), "--worker", "off", "--wait", "200ms");
      for (var lane : LANES) {
        database.fill(lane, messages / LANES.size());
      }
    }

    Drain.Result drain() throws Exception {
      database.forgetClaims();
      return new Drain(server.port(), ACCEPT, Duration.ofSeconds(tiny ? 1 : 5))
          .run(LANES, COLLECTORS_PER_LANE);
    }

    @Override
    public void close() {
      server.close();
      database.close();
    }
  }
}
