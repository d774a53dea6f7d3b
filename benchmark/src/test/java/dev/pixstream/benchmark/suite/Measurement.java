package dev.pixstream.benchmark.suite;

import dev.pixstream.benchmark.suite.harness.ServerProcess;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/** One of the measurements that METHOD.md lists. To make it starts nothing. */
@FunctionalInterface
interface Measurement {
  void run() throws Exception;

  /** All of them by name, in the order in which they run. */
  static SequencedMap<String, Measurement> all(PrintStream out, boolean tiny) {
    int rounds = tiny ? 1 : 5;
    var pair = new PairBenchmark(out, rounds, tiny ? 40_000 : 600_000, tiny ? 1 : 5);
    var growth = new GrowthBenchmark(out, tiny);
    var transaction = new TransactionBenchmark(out, tiny);
    var all = new LinkedHashMap<String, Measurement>();
    all.put("speed", new SpeedBenchmark(out, rounds, tiny ? 120_000 : 400_000, tiny ? 1 : 6)::run);
    all.put(
        "processing",
        new ProcessingBenchmark(out, rounds, tiny ? 120_000 : 600_000, tiny ? 1 : 4)::run);
    all.put("redis", pair::run);
    all.put("redis-limits", pair::runLimits);
    all.put("versions", () -> pair.runVersions(otherVersion()));
    all.put("rebuild", new RebuildBenchmark(out, tiny ? 2_000 : 5_000_000)::run);
    all.put(
        "cost", new CostBenchmark(out, tiny ? 1 : 7, tiny ? 40_000 : 400_000, tiny ? 1 : 3)::run);
    all.put("wake", new WakeBenchmark(out, tiny ? 200 : 5_000)::run);
    all.put(
        "idle", new IdleBenchmark(out, tiny ? 60 : 8_000, tiny ? 2 : 60, tiny ? 10 : 1_000)::run);
    all.put(
        "waiting",
        new IdleBenchmark(out, tiny ? 120 : 12_000, tiny ? 2 : 60, tiny ? 10 : 2_000)::run);
    all.put("console", new ConsoleBenchmark(out, 20, tiny ? 2 : 30, tiny ? 50 : 1_000)::run);
    all.put("start", new StartBenchmark(out, rounds)::run);
    all.put("backlog", growth::backlog);
    all.put("lanes", growth::lanes);
    all.put("transaction", transaction::busy);
    all.put("transaction-waiting", transaction::waiting);
    all.put("nodes", growth::nodes);
    return all;
  }

  /** The other version's launcher; without one this version is measured against itself. */
  private static Path otherVersion() {
    return Optional.ofNullable(System.getenv("PIXSTREAM_OTHER"))
        .map(tree -> Path.of(tree, "pixstream"))
        .orElseGet(ServerProcess::launcher);
  }
}
