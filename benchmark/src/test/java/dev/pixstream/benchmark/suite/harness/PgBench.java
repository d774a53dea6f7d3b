package dev.pixstream.benchmark.suite.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** The yardsticks: pgbench with 24 clients on 4 lanes, prepared. */
public final class PgBench {
  private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+) \\(without");

  /** The server's own function for one pull, with plans as the server has them. */
  public static final String PULL =
      """
      \\set n random(1, 999999999999)
      \\if :opened = 0
      SET plan_cache_mode = force_generic_plan;
      \\set lane :client_id % 4 + 1
      SELECT iteration_id AS id FROM pixstream.open('0000000' || :lane, lpad((:n)::text, 12, 'a'),
          lpad((:n)::text, 12, 'b'), :max, 'x.1', 8000, 60000, 6) \\gset
      \\set opened 1
      \\else
      SELECT outcome, iteration_id AS id, payloads, redelivered, lease_until, supplanted
      FROM pixstream.pull('0000000' || :lane, :id, lpad((:n)::text, 12, 'p'), :max, 'x.1', 0, false, 8000, 60000) \\gset
      \\endif
      """;

  /**
   * What is usually built: a row for each message, whose state changes. One statement marks those
   * of before as done and takes the next.
   */
  public static final String QUEUE =
      """
      \\set lane :client_id % 4 + 1
      WITH done AS (
          UPDATE usual.queue SET state = 'done' WHERE holder = :client_id AND state = 'leased'
      ), next AS (
          SELECT id FROM usual.queue WHERE lane = '0000000' || :lane AND state = 'ready'
          ORDER BY id LIMIT :max FOR UPDATE SKIP LOCKED
      ), taken AS (
          UPDATE usual.queue q SET state = 'leased', holder = :client_id, leased_until = now() + interval '1 min'
          FROM next WHERE q.id = next.id RETURNING q.payload
      )
      SELECT array_agg(payload) AS payloads FROM taken \\gset
      """;

  private final Database database;

  public PgBench(Database database) {
    this.database = database;
  }

  public static boolean isThere() {
    return Optional.ofNullable(System.getenv("PATH")).stream()
        .flatMap(path -> Arrays.stream(path.split(":", -1)))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "pgbench")));
  }

  /** Pulls per second. */
  public double run(String pull, int messagesMax, int seconds)
      throws IOException, InterruptedException {
    var script = Files.createTempFile("pull", ".pgbench");
    try {
      Files.writeString(script, pull);
      var uri = database.uri();
      var builder =
          new ProcessBuilder(
              "pgbench",
              "-n",
              "-M",
              "prepared",
              "-c",
              "24",
              "-j",
              "2",
              "-T",
              Integer.toString(seconds),
              "-D",
              "opened=0",
              "-D",
              "id=0",
              "-D",
              "lane=0",
              "-D",
              "max=" + messagesMax,
              "-f",
              script.toString(),
              "-h",
              uri.getHost(),
              "-p",
              Integer.toString(uri.getPort()),
              "-U",
              uri.getUserInfo().split(":", 2)[0],
              uri.getPath().substring(1));
      builder.environment().put("PGPASSWORD", database.password());
      builder.environment().put("PGOPTIONS", "-c synchronous_commit=off -c jit=off");
      builder.redirectErrorStream(true);
      var process = builder.start();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      var rate = RATE.matcher(output);
      if (process.waitFor() != 0 || !rate.find()) {
        throw new IOException("pgbench failed: " + output);
      }
      return Double.parseDouble(rate.group(1));
    } finally {
      Files.delete(script);
    }
  }
}
