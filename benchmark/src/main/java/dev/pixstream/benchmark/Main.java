package dev.pixstream.benchmark;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@code benchmark/run WHAT [tiny]}: see METHOD.md. */
public final class Main {
  private final PrintStream out = System.out;
  private final boolean tiny;
  private final Map<String, Measurement> all = new LinkedHashMap<>();

  @FunctionalInterface
  private interface Measurement {
    void run() throws Exception;
  }

  private Main(boolean tiny) {
    this.tiny = tiny;
    all.put("speed", new SpeedBenchmark(out, or(5, 1), or(400_000, 120_000), or(6, 1))::run);
    all.put(
        "processing", new ProcessingBenchmark(out, or(5, 1), or(600_000, 120_000), or(4, 1))::run);
    all.put("redis", new PairBenchmark(out, or(5, 1), or(600_000, 40_000), or(5, 1))::run);
    all.put(
        "redis-limits", new PairBenchmark(out, or(5, 1), or(600_000, 40_000), or(5, 1))::runLimits);
    all.put(
        "versions",
        () ->
            new PairBenchmark(out, or(5, 1), or(600_000, 40_000), or(5, 1))
                .runVersions(otherVersion()));
    all.put("rebuild", new RebuildBenchmark(out, or(5_000_000, 2_000))::run);
    all.put("cost", new CostBenchmark(out, or(7, 1), or(400_000, 40_000), or(3, 1))::run);
    all.put("wake", new WakeBenchmark(out, or(5_000, 200))::run);
    all.put("idle", new IdleBenchmark(out, or(8_000, 60), or(60, 2), or(1_000, 10))::run);
    all.put("waiting", new IdleBenchmark(out, or(12_000, 120), or(60, 2), or(2_000, 10))::run);
    all.put("console", new ConsoleBenchmark(out, 20, or(30, 2), or(1_000, 50))::run);
    all.put("start", new StartBenchmark(out, or(5, 1))::run);
    var growth = new GrowthBenchmark(out, tiny);
    all.put("backlog", growth::backlog);
    all.put("lanes", growth::lanes);
    var transaction = new TransactionBenchmark(out, tiny);
    all.put("transaction", transaction::busy);
    all.put("transaction-waiting", transaction::waiting);
    all.put("nodes", growth::nodes);
  }

  /** The other version's launcher; without one this version is measured against itself. */
  private static Path otherVersion() {
    return Optional.ofNullable(System.getenv("PIXSTREAM_OTHER"))
        .map(tree -> Path.of(tree, "pixstream"))
        .orElseGet(ServerProcess::launcher);
  }

  private int or(int usual, int least) {
    return tiny ? least : usual;
  }

  /** Runs one measurement, or all. With {@code tiny} they only show that they work. */
  public static void main(String[] arguments) throws Exception {
    var what = arguments.length == 0 ? "" : arguments[0];
    boolean tiny = arguments.length > 1 && arguments[1].equals("tiny");
    var main = new Main(tiny);
    if (what.equals("all")) {
      for (var each : main.all.entrySet()) {
        main.out.println("== " + each.getKey());
        each.getValue().run();
      }
    } else if (main.all.containsKey(what)) {
      main.all.get(what).run();
    } else {
      System.err.println(
          "usage: benchmark/run %s | all [tiny]".formatted(String.join(" | ", main.all.keySet())));
      System.exit(2);
    }
  }
}
