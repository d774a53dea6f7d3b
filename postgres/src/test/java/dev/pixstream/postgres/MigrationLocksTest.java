package dev.pixstream.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.postgres.link.DatabaseUnfitException;
import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.postgres.schema.Migrations;
import dev.pixstream.postgres.schema.OnlineIndexes;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The schema is updated while nodes serve, and while somebody reads in a long transaction. */
@ExtendWith(PostgresExtension.class)
@Timeout(180)
final class MigrationLocksTest {
  private static final String TRIES =
      "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
          + " AND application_name = 'pixstream-migration' AND wait_event_type = 'Lock'";

  private final TestDatabase database;
  private final DatabaseUrl url;

  MigrationLocksTest(TestDatabase database) {
    this.database = database;
    this.url = DatabaseUrl.parse(database.url());
  }

  /** All functions and views are due again, as after an update. */
  @BeforeEach
  void migrateOnce() {
    Migrations.run(url);
    database.execute(
        "UPDATE pixstream.flyway_schema_history SET checksum = 0 WHERE version IS NULL");
  }

  private TestDatabase reader() {
    var reader = TestDatabase.at(database.url());
    reader.execute("BEGIN");
    reader.query("SELECT count(*) FROM pixstream.open_stream");
    return reader;
  }

  @Test
  @Tag("store.3")
  void functions_and_views_are_replaced_in_one_transaction() {
    var before = database.query("SELECT max(installed_rank) FROM pixstream.flyway_schema_history");
    Migrations.run(url);
    var again = " FROM pixstream.flyway_schema_history WHERE installed_rank > " + before.getFirst();
    assertEquals(List.of("t"), database.query("SELECT count(*) > 50" + again));
    assertEquals(List.of("1"), database.query("SELECT count(DISTINCT xmin::text)" + again));
  }

  @Test
  @Tag("store.3")
  void requests_do_not_queue_behind_an_update_that_waits_for_a_reader() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var reader = reader()) {
      var update = threads.submit(() -> Migrations.run(url));
      while (database.query(TRIES).equals(List.of("0"))) {
        assertFalse(update.isDone());
      }
      for (int i = 0; i < 20; i++) {
        database.query(
            "SELECT inserted FROM pixstream.append('00000001', ARRAY['E%d'], ARRAY['a']::bytea[])"
                .formatted(i));
        database.query(
            "SELECT outcome FROM pixstream.open('00000001', 'id%d', 'new%d', 1, 'n.%d', 1000, 60000, 100)"
                .formatted(i, i, i));
        database.query("SELECT * FROM pixstream.expire('00000001')");
        assertFalse(update.isDone());
      }
      reader.execute("COMMIT");
      assertFalse(update.get().isEmpty());
    }
  }

  @Test
  @Tag("store.3")
  void an_update_that_gets_no_lock_ends_and_says_who_has_it() throws Exception {
    try (var reader = reader()) {
      reader.execute("SET application_name = 'nightly report'");
      var refused =
          assertThrows(
              DatabaseUnfitException.class, () -> Migrations.run(url, Duration.ofSeconds(2)));
      var message = String.valueOf(refused.getMessage());
      assertTrue(message.contains("other transactions hold locks"), message);
      assertTrue(message.contains("nightly report, idle in transaction"), message);
      reader.execute("COMMIT");
    }
    Migrations.run(url);
  }

  @Test
  @Tag("store.3")
  void indexes_of_a_table_that_has_rows_are_built_while_others_write_and_a_broken_one_anew()
      throws Exception {
    database.execute("DROP INDEX pixstream.job_done, pixstream.batch_redelivered");
    database.query(
        "SELECT inserted FROM pixstream.append('00000001', ARRAY['E1'], ARRAY['a']::bytea[])");
    Migrations.run(url);
    assertEquals(List.of(), indexes());
    // Two rows are alike: the build fails and leaves an index that is not valid.
    database.query(
        "SELECT inserted FROM pixstream.append('00000001', ARRAY['E9'], ARRAY['a']::bytea[])");
    assertThrows(
        IllegalStateException.class,
        () ->
            database.execute(
                "CREATE UNIQUE INDEX CONCURRENTLY job_done ON pixstream.message (ispb)"));
    assertEquals(List.of(), indexes());
    try (var writer = TestDatabase.at(database.url())) {
      writer.execute("BEGIN");
      writer.query(
          "SELECT inserted FROM pixstream.append('00000001', ARRAY['E2'], ARRAY['a']::bytea[])");
      var building = OnlineIndexes.start(url);
      database.query(
          "SELECT inserted FROM pixstream.append('00000002', ARRAY['E3'], ARRAY['a']::bytea[])");
      writer.execute("COMMIT");
      building.await();
    }
    assertEquals(List.of("batch_redelivered", "job_done"), indexes());
  }

  private List<String> indexes() {
    return database.query(
        "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE"
            + " i.indisvalid AND c.relname IN ('job_done', 'batch_redelivered') ORDER BY 1");
  }
}
