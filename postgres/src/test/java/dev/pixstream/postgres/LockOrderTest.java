package dev.pixstream.postgres;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * No two functions wait for each other in a circle, see docs/architecture/sql.md. Each pair that
 * waits for the same lock is made to wait for it at the same time, by a third transaction that
 * holds it, and goes on when that one ends. All of them are rolled back, so that each pair finds
 * the same rows.
 */
@ExtendWith(PostgresExtension.class)
final class LockOrderTest {
  private static final String LANE = "00000001";

  /** What others hold: locks of the lane, its queue, its appends, and rows. */
  private static final Map<String, String> HELD = held();

  private static final Map<String, String> FUNCTIONS = functions();

  private final TestDatabase database;

  LockOrderTest(TestDatabase database) {
    this.database = database;
    new PgLaneStore(database).close();
  }

  private static Map<String, String> held() {
    var held = new LinkedHashMap<String, String>();
    held.put("the lane", "SELECT pixstream.lock_lane('%s')".formatted(LANE));
    held.put("the queue", "SELECT pixstream.lock_queue('%s')".formatted(LANE));
    held.put(
        "the appends", "SELECT pg_advisory_xact_lock(1886613622, hashtext('%s'))".formatted(LANE));
    held.put("the leased batch", rows("batch", "iteration_id = 'leased'"));
    held.put("the late batch", rows("batch", "iteration_id = 'late'"));
    held.put("the confirmed batch", rows("batch", "iteration_id = 'idle'"));
    held.put("the stream of the leased batch", stream("leased"));
    held.put("the stream of the late batch", stream("late"));
    held.put("the stream of the confirmed batch", stream("idle"));
    held.put("a running job", rows("job", "state = 'running'"));
    held.put("a retry", rows("failure", "state = 'retrying'"));
    held.put("a dead letter", rows("failure", "state = 'dead'"));
    held.put("the mark", rows("lane_mark", "true"));
    return held;
  }

  private static String rows(String table, String which) {
    return "SELECT 1 FROM pixstream.%s WHERE ispb = '%s' AND %s FOR UPDATE"
        .formatted(table, LANE, which);
  }

  private static String stream(String batch) {
    return rows(
        "stream",
        "stream_id = (SELECT stream_id FROM pixstream.batch WHERE iteration_id = '%s' LIMIT 1)"
            .formatted(batch));
  }

  private static Map<String, String> functions() {
    var all = new LinkedHashMap<String, String>();
    all.put("open", "open('%s', 'new1', 'new2', 10, 'n.8', 1000, 60000, 4)");
    all.put("pull leased", "pull('%s', 'leased', 'new3', 10, 'n.9', 0, false, 1000, 60000)");
    all.put("pull late", "pull('%s', 'late', 'new4', 10, 'n.10', 0, false, 1000, 60000)");
    all.put("pull idle", "pull('%s', 'idle', 'new5', 10, 'n.11', 0, false, 1000, 60000)");
    all.put(
        "pull_all",
        "pull_all(ARRAY['%s', '%<s'], ARRAY['idle', 'leased'], ARRAY['new6', 'new7'], ARRAY[10,"
            + " 10], ARRAY['n.12', 'n.13'], ARRAY[0, 0]::bigint[], ARRAY[false, false], ARRAY[1000,"
            + " 1000], 60000, 1)");
    all.put("close leased", "close('%s', 'leased')");
    all.put("close late", "close('%s', 'late')");
    all.put("close idle", "close('%s', 'idle')");
    all.put("expire", "expire('%s')");
    all.put(
        "grace",
        "grace('leased', (SELECT lease_until FROM pixstream.batch WHERE iteration_id = 'leased'),"
            + " 1)");
    all.put("leave", "leave('%s', 'n.3', 1000)");
    all.put(
        "renew",
        "renew(ARRAY['%s'], ARRAY['n.3'], ARRAY[10], ARRAY[0]::bigint[], ARRAY[1000], 60000)");
    all.put("due", "due(10)");
    all.put("end_lease", "end_lease('%s', 'leased')");
    all.put(
        "end_by_hand",
        "end_by_hand('%s', (SELECT stream_id FROM pixstream.batch WHERE iteration_id = 'leased'))");
    all.put("rebuild", "rebuild('%s', 1)");
    all.put("recover", "recover()");
    all.put("restored", "restored()");
    all.put(
        "append_all",
        "append_all(ARRAY['%s'], ARRAY[1], ARRAY['E100'], ARRAY['a']::bytea[], 1000000)");
    all.put("take_jobs", "take_jobs('w', ARRAY['%s'], 9, 100, 1000, NULL, NULL)");
    var job = "(SELECT max(token) FROM pixstream.job WHERE state = 'running')";
    all.put(
        "extend_jobs",
        "extend_jobs(ARRAY["
            + job
            + "], ARRAY[7]::bigint[], ARRAY['%s'], ARRAY[2]::bigint[], 1000)");
    all.put("complete_job", "complete_job(" + job + ", '%s', NULL)");
    all.put(
        "fail_job",
        "fail_job("
            + job
            + ", '%s', NULL, ARRAY[2, 1]::bigint[], ARRAY['c', 'c'], ARRAY['m', 'm'], ARRAY[1,"
            + " 1]::bigint[])");
    all.put("enqueue", "enqueue('%s', ARRAY[0]::bigint[], ARRAY[9]::bigint[])");
    all.put("replay", "replay(ARRAY['%s', '%<s'], ARRAY['E3', 'E1'])");
    all.put("replay_all", "replay_all('%s', NULL, 10)");
    all.put("discard", "discard('%s', 'E1', 'why')");
    all.put("clean", "clean(0, '', 1000)");
    all.replaceAll((name, call) -> "SELECT * FROM pixstream." + call.formatted(LANE));
    return all;
  }

  /**
   * Three streams, one leased, one late, one that waits; a running job; a retry; two dead letters.
   */
  private void fill() {
    var ids = "ARRAY(SELECT 'E' || i FROM generate_series(1, 60) i)";
    var payloads = "ARRAY(SELECT convert_to(i::text, 'UTF8') FROM generate_series(1, 60) i)";
    database.query(
        "SELECT inserted FROM pixstream.append('%s', %s, %s)".formatted(LANE, ids, payloads));
    open("first", "n.1", 10);
    open("late", "n.2", 10);
    open("idle", "n.3", 10);
    pull("first", "second", 10);
    pull("second", "leased", 10);
    // Nothing is left for the third.
    open("other", "n.4", 10);
    pull("idle", "none", 10);
    database.query(
        "SELECT token FROM pixstream.take_jobs('old', ARRAY['%s'], 1, 10, 60000, NULL, NULL)"
            .formatted(LANE));
    database.execute(
        "INSERT INTO pixstream.failure SELECT '%s', i, 'E' || i, CASE i WHEN 2 THEN 'retrying' ELSE 'dead' END, 1, now(), CASE i WHEN 2 THEN 7 END, 'c', 'm', now(), now() FROM generate_series(1, 3) i"
            .formatted(LANE));
    database.execute(
        "UPDATE pixstream.batch SET lease_until = now() - interval '1 s' WHERE iteration_id ="
            + " 'late'");
  }

  private void open(String batch, String nonce, int max) {
    database.query(
        "SELECT outcome FROM pixstream.open('%s', 'o%s', '%s', %d, '%s', 600000, 600000, 6)"
            .formatted(LANE, batch, batch, max, nonce));
  }

  private void pull(String id, String next, int max) {
    database.query(
        "SELECT outcome FROM pixstream.pull('%s', '%s', '%s', %d, 'n.3', 0, false, 600000, 600000)"
            .formatted(LANE, id, next, max));
  }

  @Test
  @Tag("store.1")
  void no_two_functions_wait_for_each_other_in_a_circle() throws Exception {
    fill();
    var circles = new ArrayList<String>();
    int pairs = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var holder = new Client("holder");
        var one = new Client("one");
        var two = new Client("two")) {
      for (var held : HELD.entrySet()) {
        var waiting = new ArrayList<String>();
        for (var function : FUNCTIONS.entrySet()) {
          holder.begin(held.getValue());
          var call = threads.submit(one.calls(function.getValue()));
          if (blocks(List.of(call), 1)) {
            waiting.add(function.getKey());
          }
          holder.rollback();
          assertEquals("", call.get(), function.getKey());
        }
        assertFalse(waiting.isEmpty(), held.getKey());
        for (int i = 0; i < waiting.size(); i++) {
          for (int j = i; j < waiting.size(); j++) {
            pairs++;
            holder.begin(held.getValue());
            var calls =
                List.of(
                    threads.submit(one.calls(requireNonNull(FUNCTIONS.get(waiting.get(i))))),
                    threads.submit(two.calls(requireNonNull(FUNCTIONS.get(waiting.get(j))))));
            blocks(calls, 2);
            holder.rollback();
            for (var call : calls) {
              if (!call.get().isEmpty()) {
                circles.add(
                    "%s beside %s, behind %s: %s"
                        .formatted(waiting.get(i), waiting.get(j), held.getKey(), call.get()));
              }
            }
          }
        }
      }
    }
    assertEquals(List.of(), circles);
    assertTrue(pairs > 100, pairs + " pairs");
  }

  /** Waits until so many are blocked, or have ended; whether any is blocked. */
  private boolean blocks(List<Future<String>> calls, int blockedMax) {
    while (true) {
      long running = calls.stream().filter(call -> !call.isDone()).count();
      int blocked =
          Integer.parseInt(
              database
                  .query(
                      "SELECT count(*) FROM pg_stat_activity a WHERE a.datname = current_database()"
                          + " AND a.application_name IN ('one', 'two') AND a.wait_event_type ="
                          + " 'Lock'")
                  .getFirst());
      if (running == 0 || (blocked > 0 && blocked >= Math.min(running, blockedMax))) {
        return running > 0;
      }
    }
  }

  /** A session whose transactions are rolled back. */
  private final class Client implements AutoCloseable {
    private final Connection connection;

    Client(String name) throws SQLException {
      var url = DatabaseUrl.parse(database.url());
      var source = new PGSimpleDataSource();
      url.describeTo(source);
      connection = source.getConnection();
      connection.setAutoCommit(false);
      begin("SELECT set_config('application_name', '" + name + "', false)");
      connection.commit();
    }

    void begin(String sql) throws SQLException {
      try (var statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }

    void rollback() throws SQLException {
      connection.rollback();
    }

    /** What is wrong if two wait in a circle; empty: nothing. */
    Callable<String> calls(String sql) {
      return () -> {
        try {
          begin(sql);
          return "";
        } catch (SQLException e) {
          return e.getSQLState() + " " + e.getMessage();
        } finally {
          rollback();
        }
      };
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }
}
