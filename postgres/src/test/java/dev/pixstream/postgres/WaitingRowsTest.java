package dev.pixstream.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What waiting and waking write. */
@ExtendWith(PostgresExtension.class)
class WaitingRowsTest {
  private static final int ROUNDS = 20;

  /**
   * Old versions of a row that is rewritten again and again pile up while a transaction is held
   * open elsewhere, and whoever looks for the newest reads them all. A row of a batch is written
   * three times at most: leased, confirmed by who then waits, asked for by who then gets the next.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void a_stream_that_waits_and_is_woken_again_and_again_is_written_once(
      int plainMin, TestDatabase database) {
    new PgLaneStore(database).close();
    append(database, 0);
    database.query(
        "SELECT outcome FROM pixstream.open('00000001', 'id', 'id0', 10, 'n.0', 8000, 60000, 6)");
    var written = "SELECT xmin FROM pixstream.stream";
    var before = database.query(written);
    var pull =
        "SELECT outcome FROM pixstream.pull_all(ARRAY['00000001'], ARRAY['id%d'], ARRAY['id%d'], ARRAY[10],"
            + " ARRAY['n.%1$d'], ARRAY[0]::bigint[], ARRAY[%3$b], ARRAY[8000], 60000, %4$d)";
    for (int i = 1; i <= ROUNDS; i++) {
      var wait = pull.formatted(i - 1, i, false, plainMin);
      assertEquals(List.of("empty"), database.query(wait));
      append(database, i);
      var woken = pull.formatted(i - 1, i, true, plainMin);
      assertEquals(List.of("delivered"), database.query(woken));
    }
    assertEquals(before, database.query(written));
    assertEquals(List.of(), database.violations());
  }

  private static void append(TestDatabase database, int number) {
    assertEquals(
        List.of("1"),
        database.query(
            "SELECT inserted FROM pixstream.append('00000001', ARRAY['E%d'], ARRAY['a']::bytea[])"
                .formatted(number)));
  }
}
