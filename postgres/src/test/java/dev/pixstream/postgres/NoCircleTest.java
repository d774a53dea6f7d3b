package dev.pixstream.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls that change many streams of many lanes don't wait for each other in a circle. */
@ExtendWith(PostgresExtension.class)
final class NoCircleTest {
  /** Locks of all databases of the server are in this view. */
  private static final String BLOCKED =
      "SELECT l.pid FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
          + " WHERE d.datname = current_database() AND l.locktype = 'advisory' AND l.objid = 42 AND NOT l.granted";

  private final TestDatabase database;

  NoCircleTest(TestDatabase database) {
    this.database = database;
    new PgLaneStore(database).close();
    database.execute("SET statement_timeout = '20s'");
  }

  /** Opens a stream on an empty lane, whose request waits with this nonce. */
  private void open(String lane, String nonce, int waitMs, int leaseMs) {
    database.query(
        "SELECT outcome FROM pixstream.open('%s', 'id%s', 'new%s', 10, '%s', %d, %d, 6)"
            .formatted(lane, nonce, nonce, nonce, waitMs, leaseMs));
  }

  @Test
  @Tag("store.17")
  void a_stream_that_is_just_being_pulled_is_not_renewed() throws SQLException {
    open("00000001", "n.1", 30_000, 60_000);
    open("00000002", "n.2", 30_000, 60_000);
    try (var pulling = pulling("stream", "00000002")) {
      assertEquals(List.of("n.1"), renew());
      pulling.execute("COMMIT");
      assertEquals(List.of("n.1", "n.2"), renew());
    }
  }

  @Test
  @Tag("store.17")
  void a_stream_whose_last_batch_was_confirmed_is_not_renewed_while_it_is_being_pulled()
      throws SQLException {
    confirm("00000001", "n.1");
    confirm("00000002", "n.2");
    try (var pulling = pulling("batch", "00000002")) {
      assertEquals(List.of("n.1"), renew());
      pulling.execute("COMMIT");
      assertEquals(List.of("n.1", "n.2"), renew());
    }
  }

  @Test
  @Tag("store.17")
  void a_stream_that_just_ended_is_not_renewed() throws SQLException {
    confirm("00000001", "n.1");
    confirm("00000002", "n.2");
    try (var closing = TestDatabase.at(database.url())) {
      closing.execute("BEGIN");
      closing.query("SELECT outcome FROM pixstream.close('00000002', 'newn.2')");
      assertEquals(List.of("n.1"), renew());
      closing.execute("COMMIT");
      assertEquals(List.of("n.1"), renew());
    }
  }

  @ParameterizedTest
  @CsvSource({"idn.2, false", "newn.2, true"})
  @Tag("store.17")
  void a_wait_whose_stream_is_served_meanwhile_is_not_renewed(String id, boolean hadBatch)
      throws Exception {
    confirm("00000001", "n.1");
    if (hadBatch) {
      confirm("00000002", "n.2");
    } else {
      open("00000002", "n.2", 30_000, 60_000);
    }
    append("00000002", 2);
    // Whoever renews looks at the clock after it has seen who waits.
    database.execute(
        """
        ALTER FUNCTION pixstream.store_time() RENAME TO usual_time;
        CREATE FUNCTION pixstream.store_time() RETURNS timestamptz LANGUAGE plpgsql AS $$
        BEGIN
            IF current_setting('application_name') = 'renewing' THEN
                PERFORM pg_advisory_xact_lock(42);
            END IF;
            RETURN pixstream.usual_time();
        END
        $$
        """);
    database.query("SELECT pg_advisory_lock(42)");
    try (var renewing = TestDatabase.at(database.url());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      renewing.execute("SET application_name = 'renewing'");
      var renewed = threads.submit(() -> renew(renewing));
      while (!renewed.isDone() && database.query(BLOCKED).isEmpty()) {
        Thread.onSpinWait();
      }
      assertEquals(
          List.of("delivered"),
          database.query(
              "SELECT outcome FROM pixstream.pull('00000002', '%s', 'next', 10, 'n.9', 0, false, 30000, 60000)"
                  .formatted(id)));
      database.query("SELECT pg_advisory_unlock(42)");
      assertEquals(List.of("n.1"), renewed.get());
    }
  }

  /** Opens a stream that gets one message and confirms it; its request waits with this nonce. */
  private void confirm(String lane, String nonce) {
    append(lane, 1);
    open(lane, nonce, 30_000, 60_000);
    database.query(
        "SELECT outcome FROM pixstream.pull('%s', 'new%s', 'none', 10, '%s', 0, false, 30000, 60000)"
            .formatted(lane, nonce, nonce));
  }

  private void append(String lane, int number) {
    database.query(
        "SELECT inserted FROM pixstream.append('%s', ARRAY['E%d'], ARRAY['a']::bytea[])"
            .formatted(lane, number));
  }

  @Test
  @Tag("store.17")
  void a_stream_that_is_just_being_pulled_is_not_moved_on() throws SQLException {
    database.query(
        "SELECT inserted FROM pixstream.append('00000003', ARRAY['E1', 'E2'], ARRAY['a', 'b']::bytea[])");
    open("00000003", "n.3", 30_000, 1_000);
    database.execute("UPDATE pixstream.batch SET lease_until = lease_until + interval '1 hour'");
    database.execute(
        "UPDATE pixstream.stream SET lease_until = now() - interval '1 second' WHERE ispb = '00000003'");
    try (var pulling = pulling("stream", "00000003")) {
      assertEquals(List.of("00000003"), due());
      pulling.execute("COMMIT");
      assertEquals(List.of(), due());
    }
  }

  private TestDatabase pulling(String table, String lane) {
    var pulling = TestDatabase.at(database.url());
    pulling.execute("BEGIN");
    pulling.query(
        "SELECT stream_id FROM pixstream.%s WHERE ispb = '%s' FOR NO KEY UPDATE"
            .formatted(table, lane));
    return pulling;
  }

  private List<String> renew() {
    return renew(database);
  }

  private static List<String> renew(TestDatabase database) {
    return database.query(
        "SELECT nonce FROM pixstream.renew(ARRAY['00000001', '00000002'], ARRAY['n.1', 'n.2'], ARRAY[10, 10],"
            + " ARRAY[0, 0]::bigint[], ARRAY[30000, 30000], 60000) ORDER BY nonce");
  }

  private List<String> due() {
    return database.query("SELECT ispb FROM pixstream.due(10)");
  }
}
