package dev.pixstream.redis;

import static dev.pixstream.testkit.Lane.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.processing.DeadLetters;
import dev.pixstream.core.processing.Failure;
import dev.pixstream.core.processing.Job;
import dev.pixstream.core.processing.ProcessingQueue;
import dev.pixstream.core.processing.ProcessingRecord.Ending;
import dev.pixstream.core.processing.SeqRange;
import dev.pixstream.testkit.Lane;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.RedisExtension;
import dev.pixstream.testkit.TestDatabase;
import dev.pixstream.testkit.TestRedis;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the queue keeps when Redis loses it, and how confirmations reach the history. */
@ExtendWith({PostgresExtension.class, RedisExtension.class})
@Timeout(60)
class RedisQueueLossTest {
  private static final Duration VISIBILITY = Duration.ofSeconds(30);

  private final TestDatabase database;
  private final QueueStore store;
  private final Lane lane;
  private int entries;

  RedisQueueLossTest(TestDatabase database, TestRedis redis) {
    this.database = database;
    this.store = new QueueStore(database, redis);
    this.lane = new Lane(store, "00000001");
  }

  @AfterEach
  void close() {
    assertEquals(List.of(), store.processingViolations());
    store.close();
  }

  @Test
  void what_was_confirmed_and_is_not_processed_is_taken_after_redis_has_lost_everything() {
    confirm(40);
    var jobs = take(10);
    assertTrue(await(store.queue().complete(jobs.get(1))));
    assertTrue(await(store.queue().fail(jobs.get(2), List.of(retry(21), dead(22)))));
    store.flush(lane.ispb());

    assertFalse(await(store.queue().complete(jobs.getFirst())), "its token is gone");
    var waiting = await(store.queue().waiting(Optional.empty(), 10));
    assertEquals(List.of(lane.ispb()), waiting.lanes());
    var again = take(10);
    assertEquals(
        List.of(seqs(21, 21), seqs(1, 10), seqs(31, 40)), again.stream().map(this::seqs).toList());
    assertEquals(List.of(2, 1, 1), again.stream().map(Job::attempt).toList());
    again.forEach(job -> assertTrue(await(store.queue().complete(job))));
    assertEquals(List.of(), take(10));
    assertEquals(
        List.of("22 dead", "21 processed"),
        database.query("SELECT seq || ' ' || state FROM pixstream.failure ORDER BY state"));
  }

  @Test
  void a_job_that_ended_in_postgresql_but_not_in_redis_is_not_taken_again() {
    confirm(20);
    var job = take(20).getFirst();
    var ending = new Ending(lane.ispb(), 0, 2, "worker", Instant.EPOCH, List.of(retry(7)));
    assertEquals(List.of(true), await(store.record().ended(List.of(ending))));
    store.advance(VISIBILITY.multipliedBy(2));
    assertEquals(List.of(), take(20));
    assertFalse(await(store.queue().complete(job)));
    await(store.parts().log().retries(lane.ispb()).toCompletionStage());
    var retry = take(20).getFirst();
    assertEquals(seqs(7, 7), seqs(retry));
    assertTrue(await(store.queue().complete(retry)));
  }

  @Test
  void a_replay_reaches_the_queue_at_once() {
    confirm(10);
    assertTrue(await(store.queue().fail(take(10).getFirst(), List.of(dead(3), dead(4)))));
    var letters = store.deadLetters();
    var three = new DeadLetters.Name(lane.ispb(), Lane.message(3).endToEndId());
    assertEquals(List.of(DeadLetters.Outcome.DONE), await(letters.replay(List.of(three))));
    assertEquals(List.of(seqs(3, 3)), take(10).stream().map(this::seqs).toList());
    assertEquals(1, await(letters.replayAll(lane.ispb(), Optional.empty(), 10)).replayed());
    var job = take(10).getFirst();
    assertEquals(seqs(4, 4), seqs(job));
    assertEquals(1, job.attempt());
  }

  @Test
  void a_replay_that_redis_did_not_learn_of_is_found_by_the_historian() throws Exception {
    confirm(10);
    assertTrue(await(store.queue().fail(take(10).getFirst(), List.of(dead(3)))));
    database.execute(
        "UPDATE pixstream.failure SET state = 'retrying', attempts = 0,"
            + " visible_at = pixstream.store_time() - interval '10 s'");
    awaitTaken(seqs(3, 3));
  }

  @Test
  void the_historian_writes_confirmations_where_nobody_works() throws Exception {
    lane.store(30);
    add(0, 10, "aaaaaaaaaaaa");
    add(10, 20, "bbbbbbbbbbbb");
    try (var timers = Executors.newScheduledThreadPool(1);
        var historian = store.parts().historian(timers, failure -> {})) {
      historian.confirmed(lane.ispb());
      awaitConfirmed(20);
      // Nobody tells of this one.
      add(20, 30, "cccccccccccc");
      awaitConfirmed(30);
    }
    assertEquals(
        List.of("0 10 1 confirmed", "10 20 2 confirmed", "20 30 3 confirmed"),
        database.query(
            "SELECT concat_ws(' ', from_seq, to_seq, confirmed_n, state) FROM pixstream.batch"
                + " ORDER BY to_seq"));
    assertEquals(List.of(seqs(1, 30)), take(50).stream().map(this::seqs).toList());
  }

  @Test
  void a_confirmation_that_two_nodes_write_counts_once() {
    lane.store(20);
    add(0, 10, "aaaaaaaaaaaa");
    assertEquals(seqs(1, 10), seqs(take(50).getFirst()));
    // Written, but its end has not reached Redis.
    add(0, 10, "aaaaaaaaaaaa");
    add(10, 20, "bbbbbbbbbbbb");
    assertEquals(List.of(seqs(11, 20)), take(50).stream().map(this::seqs).toList());
    assertEquals(List.of("2"), database.query("SELECT count(*) FROM pixstream.confirmed"));
  }

  @Test
  void a_confirmation_of_an_earlier_epoch_is_void() {
    lane.store(20);
    database.execute("INSERT INTO pixstream.lane_epoch VALUES ('00000001', 1)");
    add(0, 10, "aaaaaaaaaaaa");
    assertEquals(List.of(), take(50));
    assertEquals(List.of("0"), database.query("SELECT count(*) FROM pixstream.confirmed"));
  }

  @Test
  void a_confirmation_is_in_the_history_before_it_can_be_taken() {
    lane.store(500);
    for (int i = 0; i < 50; i++) {
      add(10 * i, 10 * (i + 1), "%012d".formatted(i));
    }
    for (var job : take(100)) {
      assertEquals(
          List.of(Integer.toString(job.size())),
          database.query(
              "SELECT sum(to_seq - from_seq) FROM pixstream.batch WHERE state = 'confirmed' AND"
                  + " from_seq >= %d AND to_seq <= %d"
                      .formatted(job.ranges().getFirst().from(), job.ranges().getLast().to())));
    }
  }

  @Test
  void a_lane_at_rest_takes_little_memory() {
    confirm(200);
    take(20).forEach(job -> assertTrue(await(store.queue().complete(job))));
    var left = store.keys().of(lane.ispb());
    for (var key : List.of(left.get(1), left.get(3), left.get(4), left.get(5), left.get(6))) {
      assertFalse(store.exists(key), key);
    }
  }

  private void awaitTaken(List<Long> seqs) throws InterruptedException {
    try (var timers = Executors.newScheduledThreadPool(1);
        var _ = store.parts().historian(timers, failure -> {})) {
      List<Job> jobs = List.of();
      for (int look = 0; look < 200 && jobs.isEmpty(); look++) {
        pause();
        jobs = take(10);
      }
      assertEquals(List.of(seqs), jobs.stream().map(this::seqs).toList());
    }
  }

  private void awaitConfirmed(int messages) throws InterruptedException {
    var sum = "SELECT coalesce(sum(to_seq - from_seq), 0) FROM pixstream.confirmed";
    for (int look = 0; look < 200; look++) {
      if (database.query(sum).equals(List.of(Integer.toString(messages)))) {
        return;
      }
      pause();
    }
    assertEquals(List.of(Integer.toString(messages)), database.query(sum));
  }

  private static void pause() throws InterruptedException {
    var _ = new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
  }

  /** As the script that confirms does. */
  private void add(int from, int to, String batch) {
    var request =
        Request.cmd(Command.XADD)
            .arg(store.keys().confirmed(lane.ispb()))
            .arg("*")
            .arg("epoch")
            .arg(0);
    request.arg("from").arg(from).arg("to").arg(to).arg("attempt").arg(1).arg("part").arg(0);
    request.arg("redelivered").arg(0).arg("batch").arg(batch).arg("stream").arg(1);
    request
        .arg("iteration")
        .arg(++entries)
        .arg("leased")
        .arg(1_000_000)
        .arg("lease")
        .arg(2_000_000);
    store.ask(store.keys().confirmed(lane.ispb()), request.arg("at").arg(1_500_000));
  }

  private List<Job> take(int messagesMax) {
    var demand =
        new ProcessingQueue.Demand("worker", List.of(lane.ispb()), 50, messagesMax, VISIBILITY);
    return await(store.queue().take(demand));
  }

  private void confirm(int messages) {
    lane.store(messages);
    var outcome = lane.opened(10);
    for (int done = 10; done < messages; done += 10) {
      outcome = lane.pulled(outcome.next(), 10);
    }
    lane.close(outcome.next());
  }

  private static Failure retry(long seq) {
    return new Failure(seq, "java.io.IOException", "away", Optional.of(Duration.ZERO));
  }

  private static Failure dead(long seq) {
    return new Failure(seq, "PermanentFailure", "no such account", Optional.empty());
  }

  private List<Long> seqs(Job job) {
    List<Long> seqs = new ArrayList<>();
    for (SeqRange range : job.ranges()) {
      seqs.addAll(seqs(range.from() + 1, range.to()));
    }
    return seqs;
  }

  private static List<Long> seqs(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }
}
