package dev.pixstream.benchmark.suite;

import dev.pixstream.benchmark.result.BenchResult;
import dev.pixstream.benchmark.result.Second;
import dev.pixstream.benchmark.suite.harness.BenchProcess;
import dev.pixstream.benchmark.suite.harness.Database;
import dev.pixstream.benchmark.suite.harness.ServerProcess;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The same load before, beside and after a transaction that has an id and a snapshot and is held
 * open, minute by minute.
 */
final class TransactionBenchmark {
  private final PrintStream out;
  private final boolean tiny;

  TransactionBenchmark(PrintStream out, boolean tiny) {
    this.out = out;
    this.tiny = tiny;
  }

  private record Results(BenchResult before, BenchResult beside, BenchResult after) {}

  /** As many messages as go through: collectors hardly wait. */
  void busy() throws Exception {
    var load = run("--mode=closed");
    var beside = minutes(load.beside, Second::received);
    double usual = load.before.rates().receivedPerSecond();
    out.println("messages/s before, minute by minute: " + minutes(load.before, Second::received));
    out.println("beside an open transaction: " + beside);
    out.println("after it: " + minutes(load.after, Second::received));
    out.printf(
        Locale.ROOT,
        "beside an open transaction %.2f of the rate before, in its last minute %.2f%n",
        load.beside.rates().receivedPerSecond() / usual,
        beside.getLast() / usual);
  }

  /** Six tenths of the record day: most collectors wait, and are woken again and again. */
  void waiting() throws Exception {
    var load = run("--profile=record-day", tiny ? "--multiple=0.1" : "--multiple=0.6");
    out.println(
        "stored (201) to received, p99 in ms before, minute by minute: "
            + minutes(load.before, Second::p99Ms));
    out.println("beside an open transaction: " + minutes(load.beside, Second::p99Ms));
    out.println("after it: " + minutes(load.after, Second::p99Ms));
    out.printf(
        Locale.ROOT,
        "beside an open transaction %.2f of the rate before%n",
        load.beside.rates().receivedPerSecond() / load.before.rates().receivedPerSecond());
  }

  private Results run(String... load) throws Exception {
    try (var database = new Database();
        var server = ServerProcess.onDatabase(database.url(), "--worker", "off")) {
      var before = load(server, 60, load);
      try (var connection = database.connect();
          var statement = connection.createStatement()) {
        connection.setAutoCommit(false);
        statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
        statement.execute("SELECT pg_current_xact_id(), count(*) FROM pixstream.lane");
        var beside = load(server, 600, load);
        connection.rollback();
        return new Results(before, beside, load(server, 60, load));
      }
    }
  }

  private BenchResult load(ServerProcess server, int seconds, String... load) throws Exception {
    var duration = "--duration=" + (tiny ? 2 + seconds / 300 : seconds) + "s";
    var options = Stream.concat(Stream.of(load), Stream.of("--settle=10s", duration));
    return BenchProcess.run(List.of(server), options.toArray(String[]::new));
  }

  /** The mean of each minute. */
  private List<Long> minutes(BenchResult result, ToDoubleFunction<Second> of) {
    var seconds = result.seconds().stream().filter(second -> second.stored() > 0).toList();
    int minute = tiny ? 2 : 60;
    return IntStream.range(0, Math.max(1, seconds.size() / minute))
        .mapToObj(i -> seconds.subList(i * minute, Math.min((i + 1) * minute, seconds.size())))
        .map(some -> Math.round(some.stream().mapToDouble(of).average().orElse(0)))
        .toList();
  }
}
