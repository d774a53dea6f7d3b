package dev.pixstream.redis;

import static dev.pixstream.testkit.Lane.assertBatch;
import static dev.pixstream.testkit.Lane.await;
import static dev.pixstream.testkit.Lane.empty;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.pixstream.core.store.PullOutcome;
import dev.pixstream.testkit.Lane;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.RedisExtension;
import dev.pixstream.testkit.TestDatabase;
import dev.pixstream.testkit.TestRedis;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** PostgreSQL goes back to an earlier time, as after a failover to a replica that lagged. */
@ExtendWith({PostgresExtension.class, RedisExtension.class})
@Timeout(60)
class RewoundDatabaseTest {
  private final TestDatabase database;
  private final RedisLaneStore store;
  private final Lane lane;

  RewoundDatabaseTest(TestDatabase database, TestRedis redis) {
    this.database = database;
    this.store = new RedisLaneStore(database, redis);
    this.lane = new Lane(store, "00000001");
  }

  @AfterEach
  void close() {
    assertEquals(List.of(), store.violations());
    assertEquals(List.of(), store.processingViolations());
    store.close();
  }

  @Test
  @Tag("store.14")
  void a_message_stored_after_a_loss_is_delivered() {
    lane.store(30);
    var held = lane.pulled(lane.opened(10).next(), 10);
    loseMessagesBeyond(10);
    storeOthers(101, 110);
    awaitRewind();
    assertInstanceOf(PullOutcome.Closed.class, lane.pull(held.next(), 10));
    // What was confirmed and not in the history is delivered again.
    assertBatch(1, 10, lane.opened(10));
    assertBatch(101, 110, lane.opened(10));
    assertEquals(1, store.store().use().rewinds().getAsLong());
  }

  @Test
  @Tag("store.14")
  void a_confirmation_of_messages_that_were_lost_confirms_no_others() {
    lane.store(20);
    lane.close(lane.pulled(lane.opened(10).next(), 10).next());
    loseMessagesBeyond(10);
    await(store.store().historyOf(lane.id()).toCompletionStage());
    storeOthers(101, 105);
    awaitRewind();
    assertBatch(101, 105, lane.opened(10));
  }

  @Test
  @Tag("store.14")
  void a_collector_that_waits_gets_what_is_stored_after_messages_were_lost() {
    lane.store(10);
    var id = empty(lane.pull(lane.opened(10).next(), 10));
    loseMessagesBeyond(5);
    await(store.coordinator().backlog(List.of(lane.id())));
    awaitRewind();
    assertInstanceOf(PullOutcome.Closed.class, lane.pull(id, 10));
    storeOthers(101, 105);
    assertBatch(1, 5, lane.opened(5));
    assertBatch(101, 105, lane.opened(5));
  }

  @Test
  @Tag("store.14")
  void a_batch_whose_messages_were_lost_is_not_asked_for_for_ever() {
    lane.store(20);
    lane.opened(5);
    loseMessagesBeyond(7);
    assertBatch(1, 7, lane.opened(10));
    assertEquals(1, store.store().use().rewinds().getAsLong());
  }

  @Test
  @Tag("store.14")
  void a_lane_that_nobody_asks_for_is_looked_at_once_the_database_is_back() throws Exception {
    lane.store(20);
    lane.opened(5);
    var failures = new LinkedBlockingQueue<Throwable>();
    try (var timers = Executors.newScheduledThreadPool(1);
        var _ = store.store().historyWriter(timers, failures::add)) {
      database.execute("ALTER TABLE pixstream.lane RENAME TO lane_away");
      assertNotNull(failures.poll(20, TimeUnit.SECONDS));
      loseMessagesBeyond(10);
      database.execute("ALTER TABLE pixstream.lane_away RENAME TO lane");
      awaitRewind();
      timers.shutdownNow();
    }
    // As many as were lost: the end of the lane is where it was.
    storeOthers(101, 110);
    assertBatch(1, 10, lane.opened(10));
    assertBatch(101, 110, lane.opened(10));
  }

  @Test
  @Tag("store.14")
  void as_many_messages_as_were_lost_are_delivered_under_their_numbers() {
    lane.store(20);
    lane.opened(10);
    lane.opened(10);
    loseMessagesBeyond(10);
    anotherServes();
    storeOthers(101, 110);
    awaitRewind();
    assertBatch(1, 10, lane.opened(10));
    var others = lane.opened(10);
    assertBatch(101, 110, others);
    assertEquals(10, others.redelivered(), "Redis can't know");
  }

  @Test
  @Tag("store.14")
  void a_confirmation_of_before_does_not_count_for_as_many_messages_as_were_lost() {
    lane.store(20);
    lane.close(lane.pulled(lane.opened(10).next(), 10).next());
    loseMessagesBeyond(10);
    anotherServes();
    storeUntold(101, 110);
    await(store.store().historyOf(lane.id()).toCompletionStage());
    assertEquals(List.of("0"), database.query("SELECT count(*) FROM pixstream.confirmed"));
    await(store.coordinator().backlog(List.of(lane.id())));
    awaitRewind();
    assertBatch(1, 10, lane.opened(10));
    assertBatch(101, 110, lane.opened(10));
  }

  @Test
  @Tag("store.14")
  void a_claim_of_messages_that_came_since_is_made_anew() {
    lane.store(10);
    lane.opened(5);
    loseMessagesBeyond(5);
    anotherServes();
    storeUntold(101, 105);
    var again = lane.opened(5);
    assertBatch(1, 5, again);
    assertBatch(101, 105, lane.pull(again.next(), 5));
    assertEquals(1, store.store().use().rewinds().getAsLong());
  }

  @Test
  @Tag("store.14")
  void a_collector_that_waits_learns_of_another_database() {
    lane.store(5);
    var id = empty(lane.pull(lane.opened(10).next(), 10));
    await(store.store().historyOf(lane.id()).toCompletionStage());
    anotherServes();
    await(store.coordinator().backlog(List.of(lane.id())));
    awaitRewind();
    assertInstanceOf(PullOutcome.Closed.class, lane.pull(id, 10));
  }

  @Test
  @Tag("store.14")
  void a_restored_database_makes_its_lanes_anew() {
    lane.store(10);
    var held = lane.opened(10);
    database.query("SELECT pixstream.restored()");
    storeOthers(101, 101);
    awaitRewind();
    assertInstanceOf(PullOutcome.Closed.class, lane.pull(held.next(), 10));
    assertBatch(1, 10, lane.opened(10));
  }

  /** As after a promotion, which begins a timeline. */
  private void anotherServes() {
    database.execute(
        "UPDATE pixstream.lane_epoch SET incarnation = '0000ABCD' || substr(incarnation, 9)");
  }

  /** By a node that died before Redis was told. */
  private void storeUntold(int from, int to) {
    var others = IntStream.rangeClosed(from, to).mapToObj(lane::message).toList();
    await(store.messages().log().append(others));
  }

  /** All that was written since, the history included, is gone. */
  private void loseMessagesBeyond(int number) {
    database.execute("DELETE FROM pixstream.message WHERE seq > " + number);
    database.execute("DELETE FROM pixstream.batch");
    database.execute("DELETE FROM pixstream.confirmed");
  }

  private void storeOthers(int from, int to) {
    var others = IntStream.rangeClosed(from, to).mapToObj(lane::message).toList();
    await(store.log().append(others));
  }

  /** It is noticed in the background. */
  private void awaitRewind() {
    for (int looks = 0; store.store().use().rewinds().getAsLong() == 0; looks++) {
      assertEquals(true, looks < 400, "nobody has noticed");
      CompletableFuture.runAsync(
              () -> {}, CompletableFuture.delayedExecutor(25, TimeUnit.MILLISECONDS))
          .join();
    }
  }
}
