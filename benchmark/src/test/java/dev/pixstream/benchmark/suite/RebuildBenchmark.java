package dev.pixstream.benchmark.suite;

import dev.pixstream.benchmark.suite.harness.Database;
import dev.pixstream.benchmark.suite.harness.ServerProcess;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What it costs to make a lane anew for Redis, with a short and a long history: the database's
 * answer, over one connection. The histories are made by one statement each, ten messages a batch.
 */
final class RebuildBenchmark {
  private static final int ROUNDS = 21;

  private final PrintStream out;
  private final int batches;

  RebuildBenchmark(PrintStream out, int batches) {
    this.out = out;
    this.batches = batches;
  }

  void run() throws Exception {
    try (var database = new Database();
        var _ = ServerProcess.onDatabase(database.url(), "--worker", "off");
        var connection = database.connect()) {
      execute(connection, "SET jit = off");
      var few = times(connection, "00000001", 100);
      var many = times(connection, "00000002", batches);
      out.printf(
          Locale.ROOT,
          "made anew: with 100 confirmed batches %.1f ms, with %,d %.1f ms (medians of %d; the first %.1f ms)%n",
          median(few),
          batches,
          median(many),
          ROUNDS,
          many.getFirst());
    }
  }

  private static List<Double> times(Connection connection, String lane, int batches)
      throws SQLException {
    execute(
        connection,
        String.format(
            Locale.ROOT,
            """
      INSERT INTO pixstream.batch (ispb, from_seq, to_seq, attempt, part, redelivered, stream_id, iteration,
                                   iteration_id, leased_at, lease_until, ended_at, state)
      SELECT '%1$s', 10 * (n - 1), 10 * n, 1, 0, 0, 1, n, '%1$s' || n, now(), now(), now(), 'confirmed'
      FROM generate_series(1, %2$d) n
      """,
            lane,
            batches));
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      long begun = System.nanoTime();
      execute(connection, "SELECT * FROM pixstream.rebuild('%s', 0)".formatted(lane));
      times.add(Duration.ofNanos(System.nanoTime() - begun).toNanos() / 1e6);
    }
    return times;
  }

  private static double median(List<Double> times) {
    return times.stream().sorted().skip(ROUNDS / 2).findFirst().orElseThrow();
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
