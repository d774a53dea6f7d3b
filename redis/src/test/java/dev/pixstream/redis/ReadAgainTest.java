package dev.pixstream.redis;

import dev.pixstream.testkit.Lane;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.RedisExtension;
import dev.pixstream.testkit.TestDatabase;
import dev.pixstream.testkit.TestRedis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A batch is claimed in Redis before its messages are read from PostgreSQL. */
@ExtendWith({PostgresExtension.class, RedisExtension.class})
class ReadAgainTest {
  /** Fails once, as for a moment; a sequence knows of it also after the rollback. */
  private static final String FAIL_ONCE =
      """
      CREATE SEQUENCE public.reads;
      ALTER FUNCTION pixstream.read_batches(text[], integer[], bigint[], bigint[]) RENAME TO read_batches_again;
      CREATE FUNCTION pixstream.read_batches(text[], integer[], bigint[], bigint[])
          RETURNS TABLE (batch integer, epoch bigint, payloads bytea[], stored_at timestamptz) LANGUAGE plpgsql AS $$
      BEGIN
          IF nextval('public.reads') = 1 THEN
              RAISE 'cut off' USING ERRCODE = 'lock_not_available';
          END IF;
          RETURN QUERY SELECT * FROM pixstream.read_batches_again($1, $2, $3, $4);
      END
      $$
      """;

  @Test
  @Tag("errors.11")
  void a_claimed_batch_is_read_again_when_the_first_time_fails(
      TestDatabase database, TestRedis redis) {
    try (var store = new RedisLaneStore(database, redis)) {
      var lane = new Lane(store, "00000001");
      lane.store(3);
      database.execute(FAIL_ONCE);
      Lane.assertBatch(1, 3, lane.open(10));
    }
  }
}
