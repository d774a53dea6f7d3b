package dev.pixstream.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What waiting and waking write. */
@ExtendWith(PostgresExtension.class)
class WaitingRowsTest {
  private static final int ROUNDS = 20;
  private static final String PULL =
      "SELECT outcome FROM pixstream.pull_all(ARRAY['00000001'], ARRAY['id%d'], ARRAY['id%d'], ARRAY[10],"
          + " ARRAY['n.%1$d'], ARRAY[0]::bigint[], ARRAY[%3$b], ARRAY[8000], 60000, %4$d)";

  /**
   * Old versions of a row that is rewritten again and again pile up while a transaction is held
   * open elsewhere, and whoever looks for the newest reads them all. A stream's own row is not
   * touched by its waits.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  @Tag("storing.6")
  void a_stream_that_waits_and_is_woken_again_and_again_is_written_once(
      int plainMin, TestDatabase database) {
    new PgLaneStore(database).close();
    append(database, 0);
    database.query(
        "SELECT outcome FROM pixstream.open('00000001', 'id', 'id0', 10, 'n.0', 8000, 60000, 6)");
    var written = "SELECT xmin FROM pixstream.stream";
    var before = database.query(written);
    for (int i = 1; i <= ROUNDS; i++) {
      var wait = PULL.formatted(i - 1, i, false, plainMin);
      assertEquals(List.of("empty"), database.query(wait));
      append(database, i);
      var woken = PULL.formatted(i - 1, i, true, plainMin);
      assertEquals(List.of("delivered"), database.query(woken));
    }
    assertEquals(before, database.query(written));
    assertEquals(List.of(), database.violations());
  }

  /** The crash may have forgotten that a later request had taken the place of the one noted. */
  @Test
  @Tag("storing.6")
  void after_a_crash_the_first_to_look_takes_the_place_of_who_waited(TestDatabase database) {
    new PgLaneStore(database).close();
    append(database, 0);
    database.query(
        "SELECT outcome FROM pixstream.open('00000001', 'id', 'id0', 10, 'n.0', 8000, 60000, 6)");
    assertEquals(List.of("empty"), database.query(PULL.formatted(0, 1, false, 1)));
    var look = PULL.formatted(0, 1, true, 1).replace("'n.0'", "'n.later'");
    assertEquals(List.of("superseded"), database.query(look));
    database.execute("TRUNCATE pixstream.intact");
    assertEquals(List.of("empty"), database.query(look));
    assertEquals(
        List.of("n.later"),
        database.query("SELECT nonce FROM pixstream.open_stream WHERE waiting_until > now()"));
  }

  /** Nodes serve on while one of the next version migrates. */
  @Test
  @Tag("storing.6")
  void a_wait_that_an_earlier_version_noted_goes_on(TestDatabase database) {
    new PgLaneStore(database).close();
    append(database, 0);
    database.query(
        "SELECT outcome FROM pixstream.open('00000001', 'id', 'id0', 10, 'n.0', 8000, 60000, 6)");
    assertEquals(List.of("empty"), database.query(PULL.formatted(0, 1, false, 1)));
    database.execute(
        "UPDATE pixstream.stream s SET nonce = b.nonce, waiting_max = b.waiting_max, waiting_since = b.waiting_since,"
            + " waiting_until = b.waiting_until, lease_until = b.stream_until FROM pixstream.batch b");
    database.execute(
        "UPDATE pixstream.batch SET nonce = NULL, waiting_max = NULL, waiting_since = NULL, waiting_until = NULL,"
            + " stream_until = NULL");

    var waiting = "SELECT nodes || maxes::text[] FROM pixstream.waiting('00000001')";
    assertEquals(List.of("{n,10}"), database.query(waiting));
    var renew =
        "SELECT nonce FROM pixstream.renew(ARRAY['00000001'], ARRAY['n.0'], ARRAY[7], ARRAY[0]::bigint[], ARRAY[8000], 60000)";
    assertEquals(List.of("n.0"), database.query(renew));
    assertEquals(List.of("{n,7}"), database.query(waiting));
    append(database, 1);
    assertEquals(List.of("delivered"), database.query(PULL.formatted(0, 1, true, 1)));
    assertEquals(List.of(), database.query(renew));
    assertEquals(List.of("empty"), database.query(PULL.formatted(1, 2, false, 1)));
    assertEquals(List.of("{n,10}"), database.query(waiting));
  }

  private static void append(TestDatabase database, int number) {
    assertEquals(
        List.of("1"),
        database.query(
            "SELECT inserted FROM pixstream.append('00000001', ARRAY['E%d'], ARRAY['a']::bytea[])"
                .formatted(number)));
  }
}
