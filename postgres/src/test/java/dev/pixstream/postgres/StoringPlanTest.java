package dev.pixstream.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What storing reads, in tables that were empty when its plans were made. */
@ExtendWith(PostgresExtension.class)
class StoringPlanTest {
  private static final int MESSAGES = 500;

  /** Stores one by one; how many rows of the lane were read for that. */
  private static final String STORE =
      """
      CREATE FUNCTION public.rows_read(p_messages integer) RETURNS bigint LANGUAGE plpgsql AS $$
      DECLARE
          v_inserted integer := 0;
      BEGIN
          FOR i IN 1 .. p_messages LOOP
              v_inserted := v_inserted + (pixstream.append('00000001', ARRAY['E' || lpad(i::text, 31, '0')],
                                                           ARRAY['{}'::bytea])).inserted;
          END LOOP;
          ASSERT v_inserted = p_messages;
          RETURN (SELECT t.idx_tup_fetch + t.seq_tup_read FROM pg_stat_xact_user_tables t
                  WHERE t.schemaname = 'pixstream' AND t.relname = 'message');
      END
      $$
      """;

  @Test
  void storing_reads_no_more_the_longer_a_lane_is(TestDatabase database) {
    new PgLaneStore(database).close();
    database.execute(STORE);

    var read = database.query("SELECT public.rows_read(" + MESSAGES + ")");

    assertEquals(1, read.size());
    assertTrue(Long.parseLong(read.getFirst()) <= 2 * MESSAGES, List.of(read)::toString);
  }
}
