package dev.pixstream.redis;

import static dev.pixstream.testkit.Lane.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
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
import java.util.concurrent.CompletionException;
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
  void what_postgresql_could_not_be_asked_about_is_due_at_once_and_was_not_tried() {
    confirm(20);
    var jobs = take(10);
    assertTrue(await(store.queue().fail(jobs.getLast(), List.of(retry(11)))));
    store.advance(VISIBILITY.multipliedBy(2));
    database.execute("ALTER FUNCTION pixstream.still_open RENAME TO not_there");
    assertThrows(CompletionException.class, () -> take(10));
    database.execute("ALTER FUNCTION pixstream.not_there RENAME TO still_open");
    var again = take(10);
    assertEquals(List.of(seqs(1, 10), seqs(11, 11)), again.stream().map(this::seqs).toList());
    assertEquals(List.of(2, 2), again.stream().map(Job::attempt).toList());
    assertFalse(await(store.queue().complete(jobs.getFirst())));
    asSomebodyElse("give_back", again);
    asSomebodyElse("finish", again);
    assertEquals(List.of(), take(10));
    again.forEach(job -> assertTrue(await(store.queue().complete(job))));
  }

  @Test
  void a_queue_that_has_lost_its_state_alone_is_made_anew() {
    confirm(20);
    var jobs = take(10);
    var state = store.keys().of(lane.ispb()).get(2);
    var _ = store.ask(state, Request.cmd(Command.DEL).arg(state));
    var again = take(10);
    assertEquals(jobs.stream().map(this::seqs).toList(), again.stream().map(this::seqs).toList());
    assertFalse(await(store.queue().complete(jobs.getFirst())));
  }

  @Test
  void what_is_confirmed_after_a_loss_does_not_hide_what_was_before() {
    lane.store(20);
    add(0, 10, "aaaaaaaaaaaa");
    take(10);
    store.flush(lane.ispb());
    add(10, 20, "bbbbbbbbbbbb");
    assertEquals(List.of(seqs(1, 20)), take(20).stream().map(this::seqs).toList());
  }

  @Test
  void a_retry_that_a_worker_has_stays_its_own_when_others_tell_of_it_late() {
    confirm(10);
    var job = take(10).getFirst();
    assertTrue(await(store.queue().fail(job, List.of(retry(7)))));
    var retry = take(10).getFirst();
    var late = new ArrayList<>(QueueToken.of(job).words());
    late.addAll(List.of("7", "0"));
    var finish = Script.ofQueue("finish");
    await(store.parts().calls().timed(finish, lane.ispb(), late).toCompletionStage());
    await(store.parts().log().retries(lane.ispb()).toCompletionStage());
    assertEquals(List.of(), take(10));
    assertTrue(await(store.queue().complete(retry)));
  }

  @Test
  void while_its_end_is_written_a_job_stays_its_workers() {
    confirm(10);
    var job = take(10).getFirst();
    settle(job, Duration.ofSeconds(20));
    store.advance(Duration.ofSeconds(25));
    assertEquals(List.of(), take(10), "it had longer");
    settle(job, Duration.ofSeconds(20));
    store.advance(Duration.ofSeconds(15));
    assertEquals(List.of(), take(10), "it needs longer");
    store.advance(Duration.ofSeconds(6));
    assertEquals(seqs(1, 10), seqs(take(10).getFirst()));
  }

  @Test
  void what_is_pending_is_what_a_worker_has() {
    confirm(20);
    assertTrue(await(store.queue().complete(take(10).getFirst())));
    store.advance(VISIBILITY.multipliedBy(2));
    assertEquals(2, take("other", 10).getFirst().attempt());
    var work = store.keys().of(lane.ispb()).get(1);
    var pending = store.ask(work, Request.cmd(Command.XPENDING).arg(work).arg("workers"));
    assertEquals(1, pending.get(0).toInteger());
    assertEquals("other", pending.get(3).get(0).get(0).toString());
  }

  @Test
  void a_job_holds_as_many_confirmations_as_fit() {
    lane.store(140);
    for (int i = 0; i < 140; i++) {
      add(i, i + 1, "%012d".formatted(i));
    }
    assertEquals(
        List.of(seqs(1, 135), seqs(136, 140)), take(135).stream().map(this::seqs).toList());
    var confirmed = store.keys().confirmed(lane.ispb());
    assertEquals(0, store.ask(confirmed, Request.cmd(Command.XLEN).arg(confirmed)).toInteger());
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

  /** As a worker does that is about to write what came of it. */
  private void settle(Job job, Duration time) {
    var arguments = new ArrayList<>(QueueToken.of(job).words());
    arguments.addFirst(Answers.micros(time));
    var settled = store.parts().calls().looked(Script.ofQueue("settle"), job.ispb(), arguments);
    assertEquals("own", await(settled.toCompletionStage()).get(0).toString());
  }

  /** As a node does that was too slow. */
  private void asSomebodyElse(String operation, List<Job> jobs) {
    for (var job : jobs) {
      var token = QueueToken.of(job);
      var arguments = List.of(token.kind().word(), token.place(), "another");
      var script = Script.ofQueue(operation);
      await(store.parts().calls().timed(script, job.ispb(), arguments).toCompletionStage());
    }
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
    var _ = store.ask(store.keys().confirmed(lane.ispb()), request.arg("at").arg(1_500_000));
  }

  private List<Job> take(int messagesMax) {
    return take("worker", messagesMax);
  }

  private List<Job> take(String worker, int messagesMax) {
    var demand =
        new ProcessingQueue.Demand(worker, List.of(lane.ispb()), 50, messagesMax, VISIBILITY);
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
