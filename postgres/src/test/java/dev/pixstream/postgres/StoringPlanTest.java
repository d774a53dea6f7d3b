package dev.pixstream.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What storing reads, in tables that were empty when its plans were made. */
@ExtendWith(PostgresExtension.class)
class StoringPlanTest {
  private static final int MESSAGES = 500;

  /** Stores one by one, each with some of those before; how many rows of the lane were read. */
  private static final String STORE =
      """
      CREATE FUNCTION public.rows_read(p_messages integer, p_known integer) RETURNS bigint LANGUAGE plpgsql AS $$
      DECLARE
          v_inserted integer := 0;
          v_ids text[];
      BEGIN
          FOR i IN 1 .. p_messages LOOP
              v_ids := ARRAY(SELECT 'E' || lpad(n::text, 31, '0') FROM generate_series(i, i + p_known) n);
              v_inserted := v_inserted
                  + (pixstream.append('00000001', v_ids, array_fill('{}'::bytea, ARRAY[p_known + 1]))).inserted;
          END LOOP;
          ASSERT v_inserted = p_messages + p_known;
          RETURN (SELECT t.idx_tup_fetch + t.seq_tup_read FROM pg_stat_xact_user_tables t
                  WHERE t.schemaname = 'pixstream' AND t.relname = 'message');
      END
      $$
      """;

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 7"})
  @Tag("storing.4")
  void storing_reads_no_more_the_longer_a_lane_is(
      int known, int readEachMax, TestDatabase database) {
    new PgLaneStore(database).close();
    database.execute(STORE);

    var read = database.query("SELECT public.rows_read(%d, %d)".formatted(MESSAGES, known));

    assertEquals(1, read.size());
    assertTrue(
        Long.parseLong(read.getFirst()) <= (long) readEachMax * MESSAGES, List.of(read)::toString);
  }

  /**
   * Old versions of rows that are rewritten pile up while any transaction is held open, here its
   * own, and whoever looks for the newest reads them all.
   */
  @Test
  @Tag("storing.5")
  void storing_rewrites_no_row(TestDatabase database) {
    new PgLaneStore(database).close();
    database.execute(STORE);

    database.query("SELECT public.rows_read(%d, 0)".formatted(MESSAGES));

    assertEquals(
        List.of("message"),
        database.query(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'pixstream'::regnamespace"
                + " AND relname NOT LIKE 'flyway%' AND pg_relation_size(oid) > 8192"));
  }
}
