package dev.pixstream.redis;

import static dev.pixstream.testkit.Lane.assertBatch;
import static dev.pixstream.testkit.Lane.delivered;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pixstream.core.store.PullOutcome;
import dev.pixstream.testkit.Lane;
import dev.pixstream.testkit.LaneStore;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.RedisExtension;
import dev.pixstream.testkit.TestDatabase;
import dev.pixstream.testkit.TestRedis;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Redis has claimed, and PostgreSQL does not give the messages. */
@ExtendWith({PostgresExtension.class, RedisExtension.class})
class UnreadBatchTest {
  private static final String READ =
      "pixstream.read_batches(text[], integer[], bigint[], bigint[])";

  private final TestDatabase database;
  private final RedisLaneStore store;
  private final Lane lane;

  UnreadBatchTest(TestDatabase database, TestRedis redis) {
    this.database = database;
    this.store = new RedisLaneStore(database, redis);
    this.lane = new Lane(store, "00000001");
    lane.store(30);
  }

  @AfterEach
  void close() {
    assertEquals(List.of(), store.violations());
    assertEquals(List.of(), store.processingViolations());
    store.close();
  }

  @Test
  @Tag("store.13")
  void streams_whose_first_batch_could_not_be_read_keep_neither_place_nor_messages() {
    withoutMessages(
        database,
        () -> {
          for (int i = 0; i < 2 * LaneStore.RULES.streamsMax(); i++) {
            assertThrows(CompletionException.class, () -> lane.open(10));
          }
        });
    var opened = lane.opened(10);
    assertBatch(1, 10, opened);
    assertEquals(0, opened.redelivered(), "it was never delivered");
    assertBatch(11, 20, lane.opened(10));
  }

  @Test
  @Tag("store.13")
  void what_was_delivered_before_a_start_that_failed_still_counts_as_redelivered() {
    lane.opened(10);
    store.advance(LaneStore.RULES.lease().plusSeconds(1));
    lane.expire();
    withoutMessages(database, () -> assertThrows(CompletionException.class, () -> lane.open(20)));
    var opened = lane.opened(20);
    assertBatch(1, 20, opened);
    assertEquals(10, opened.redelivered());
  }

  @Test
  @Tag("store.13")
  void a_retry_of_a_pull_whose_batch_could_not_be_read_gets_it() {
    var first = lane.opened(10);
    withoutMessages(
        database, () -> assertThrows(CompletionException.class, () -> lane.pull(first.next(), 10)));
    assertBatch(11, 20, lane.pull(first.next(), 10));
  }

  @Test
  @Tag("store.13")
  void a_batch_that_could_not_be_read_is_others_after_the_grace() {
    var first = lane.opened(10);
    withoutMessages(
        database, () -> assertThrows(CompletionException.class, () -> lane.pull(first.next(), 10)));
    store.advance(LaneStore.RULES.grace().plusSeconds(1));
    lane.expire();
    assertBatch(11, 20, delivered(lane.open(10)));
    assertInstanceOf(PullOutcome.Closed.class, lane.pull(first.next(), 10));
  }

  static void withoutMessages(TestDatabase database, Runnable act) {
    database.execute("ALTER FUNCTION " + READ + " RENAME TO away");
    try {
      act.run();
    } finally {
      database.execute(
          "ALTER FUNCTION " + READ.replace("read_batches", "away") + " RENAME TO read_batches");
    }
  }
}
