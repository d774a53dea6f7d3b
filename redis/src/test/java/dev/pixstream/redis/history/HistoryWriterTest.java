package dev.pixstream.redis.history;

import static dev.pixstream.testkit.Lane.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.redis.RedisLaneStore;
import dev.pixstream.redis.link.Keys;
import dev.pixstream.testkit.Lane;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.RedisExtension;
import dev.pixstream.testkit.TestDatabase;
import dev.pixstream.testkit.TestRedis;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** How confirmations get from Redis to the history, and to the queue that is there. */
@ExtendWith({PostgresExtension.class, RedisExtension.class})
@Timeout(60)
class HistoryWriterTest {
  private final TestDatabase database;
  private final RedisLaneStore store;
  private final Keys keys;
  private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(1);
  private final BlockingQueue<LaneId> told = new LinkedBlockingQueue<>();

  HistoryWriterTest(TestDatabase database, TestRedis redis) {
    this.database = database;
    this.store = new RedisLaneStore(database, redis);
    this.keys = new Keys(redis.prefix());
  }

  @AfterEach
  void close() {
    timers.shutdownNow();
    assertEquals(List.of(), database.processingViolations());
    store.close();
  }

  @Test
  @Tag("processing.14")
  void the_worker_is_told_of_a_lane_once_its_confirmation_is_on_the_queue() throws Exception {
    var lane = confirmed("00000001", 10);
    try (var historyWriter = historyWriter()) {
      historyWriter.confirmed(lane.id());
      assertEquals(lane.id(), told.poll(10, TimeUnit.SECONDS));
      assertEquals(List.of("10"), queued(lane));
    }
  }

  @Test
  @Tag("processing.14")
  void a_confirmation_that_nobody_tells_of_is_found() throws Exception {
    var lane = confirmed("00000001", 10);
    try (var _ = historyWriter()) {
      assertEquals(lane.id(), told.poll(20, TimeUnit.SECONDS));
      assertEquals(List.of("10"), queued(lane));
    }
  }

  @Test
  @Tag("processing.14")
  void a_confirmation_that_two_nodes_write_counts_once() {
    var lane = newLane("00000001", 20);
    add(lane, 1, 0, 10, "aaaaaaaaaaaa");
    write(lane);
    // The other node had read it before it was deleted.
    add(lane, 1, 0, 10, "aaaaaaaaaaaa");
    add(lane, 1, 10, 20, "bbbbbbbbbbbb");
    write(lane);
    assertEquals(List.of("10", "20"), queued(lane));
  }

  @Test
  @Tag("processing.14")
  void a_confirmation_of_an_earlier_epoch_is_void() {
    var lane = newLane("00000001", 20);
    database.execute("UPDATE pixstream.lane_epoch SET epoch = 2");
    add(lane, 1, 0, 10, "aaaaaaaaaaaa");
    write(lane);
    assertEquals(List.of(), queued(lane));
  }

  @Test
  @Tag("processing.14")
  void a_lane_with_very_many_confirmations_is_written_to_the_end() {
    var lane = newLane("00000001", 600);
    for (int i = 0; i < 600; i++) {
      add(lane, 1, i, i + 1, "%012d".formatted(i));
    }
    write(lane);
    assertEquals(600, queued(lane).size());
  }

  @Test
  @Tag("processing.14")
  void a_lane_with_an_entry_that_cannot_be_written_holds_up_no_other() throws Exception {
    var unreadable = newLane("00000001", 10);
    var refused = newLane("00000002", 10);
    var well = confirmed("00000003", 10);
    add(unreadable, 1, 0, 10, "aaaaaaaaaaaa", "outcome", "confirmed", "from", "ten");
    add(refused, 1, 0, 10, "bbbbbbbbbbbb", "outcome", "eaten");
    try (var historyWriter = historyWriter()) {
      historyWriter.confirmed(unreadable.id());
      historyWriter.confirmed(refused.id());
      historyWriter.confirmed(well.id());
      assertEquals(well.id(), told.poll(10, TimeUnit.SECONDS));
    }
    assertEquals(List.of("10"), queued(well));
  }

  private HistoryWriter historyWriter() {
    return store.store().historyWriter(timers, failure -> {}).before(told::add);
  }

  private void write(Lane lane) {
    await(store.store().historyOf(lane.id()).toCompletionStage());
  }

  /** Where each confirmation of a lane ends that is on the queue. */
  private List<String> queued(Lane lane) {
    return database.query(
        "SELECT to_seq FROM pixstream.confirmed WHERE ispb = '%s' ORDER BY n".formatted(lane.id()));
  }

  private Lane newLane(String name, int messages) {
    var lane = new Lane(store, name);
    lane.store(messages);
    lane.close(lane.opened(1).next());
    var key = keys.queue(lane.id());
    await(store.store().nodes().send(key, Request.cmd(Command.DEL).arg(key)).toCompletionStage());
    return lane;
  }

  private Lane confirmed(String name, int messages) {
    var lane = new Lane(store, name);
    lane.store(messages);
    lane.close(lane.opened(messages).next());
    return lane;
  }

  /** As the script that confirms does. */
  private void add(Lane lane, int epoch, int from, int to, String batch, String... more) {
    var key = keys.queue(lane.id());
    var request = Request.cmd(Command.XADD).arg(key).arg("*");
    var fields =
        "epoch %d from %d to %d attempt 1 part 0 redelivered 0 batch %s stream 1 iteration %d"
            .formatted(epoch, from, to, batch, from + 1);
    for (var word : (fields + " leased 1000000 lease 2000000 at 1500000").split(" ", -1)) {
      request.arg(word);
    }
    for (var word : more) {
      request.arg(word);
    }
    await(store.store().nodes().send(key, request).toCompletionStage());
  }
}
