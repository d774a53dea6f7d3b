package dev.pixstream.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.model.Channel;
import dev.pixstream.core.processing.PermanentFailure;
import dev.pixstream.core.processing.Processing;
import dev.pixstream.core.processing.RetryPolicy;
import dev.pixstream.core.processing.Room;
import dev.pixstream.core.processing.Worker;
import dev.pixstream.core.processing.WorkerRules;
import dev.pixstream.core.store.queue.Job;
import dev.pixstream.core.store.queue.ProcessingQueue;
import dev.pixstream.testkit.Lane;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The worker on the real queue. */
@ExtendWith(PostgresExtension.class)
@Timeout(60)
class WorkerTest {
  private final TestDatabase database;
  private final PgLaneStore store;
  private final WatchedQueue queue;
  private final Lane lane;

  WorkerTest(TestDatabase database) {
    this.database = database;
    this.store = new PgLaneStore(database);
    this.queue = new WatchedQueue(store.queue());
    this.lane = new Lane(store, "00000001");
  }

  @BeforeEach
  void anEmptyQueue() {
    assertEquals(List.of(), database.query("SELECT ispb FROM pixstream.confirmed"));
  }

  @AfterEach
  void close() {
    assertEquals(List.of(), store.violations());
    store.close();
  }

  @Test
  @Tag("processing.7")
  void confirmed_messages_are_processed_without_the_backstop() throws Exception {
    queue.withoutBackstop();
    var recorder = new Recorder(seqs -> {});
    var worker = started(recorder, WorkerRules.DEFAULT);
    for (int round = 1; round <= 5; round++) {
      int messages = 10 * round;
      confirm(10);
      worker.confirmed(lane.id());
      recorder.await(() -> recorder.ended() == messages);
    }
    worker.stop(Duration.ofSeconds(5));
    assertEquals(5, recorder.calls().size());
  }

  @Test
  @Tag("processing.7")
  void what_nobody_told_is_found_by_the_backstop() throws Exception {
    confirm(10);
    new Lane(store, "00000002").store(5);
    var recorder = new Recorder(seqs -> {});
    var worker = started(recorder, WorkerRules.DEFAULT);

    recorder.await(() -> recorder.ended() == 10);

    worker.stop(Duration.ofSeconds(5));
    assertEquals(List.of(seqs(1, 10)), recorder.calls());
  }

  @Test
  @Tag("processing.16")
  void a_processor_gets_the_messages_of_its_channel_alone() throws Exception {
    var other = new Lane(store, "icom:00000001");
    other.store(10);
    other.close(other.opened(10).next());
    confirm(10);
    var recorder = new Recorder(seqs -> {});
    var worker = started(recorder, WorkerRules.DEFAULT);
    worker.confirmed(other.id());
    worker.confirmed(lane.id());

    recorder.await(() -> recorder.ended() == 20);

    worker.stop(Duration.ofSeconds(5));
    assertEquals(List.of(seqs(1, 10)), recorder.calls());
    assertEquals(
        List.of("2"), database.query("SELECT count(*) FROM pixstream.job WHERE state = 'done'"));
  }

  @Test
  @Tag("processing.7")
  void an_idle_worker_asks_less_than_once_a_second() throws Exception {
    var recorder = new Recorder(seqs -> {});
    var before = System.nanoTime();
    var worker = started(recorder, WorkerRules.DEFAULT);
    var _ = new CountDownLatch(1).await(4, TimeUnit.SECONDS);
    var asked = List.copyOf(queue.asked());
    double seconds = (System.nanoTime() - before) / 1e9;
    worker.stop(Duration.ofSeconds(5));
    assertTrue(asked.size() >= 2 && asked.size() < seconds, asked::toString);
    assertTrue(asked.contains("take") && asked.contains("waiting"), asked::toString);
  }

  @Test
  @Tag("processing.10")
  void a_poisonous_message_is_separated_in_the_same_attempt() throws Exception {
    confirm(10);
    var recorder =
        new Recorder(
            seqs -> {
              if (seqs.contains(3L)) {
                throw new PermanentFailure("no such account");
              }
              if (seqs.contains(7L)) {
                throw new IOException("the account is away");
              }
            });
    var worker = started(recorder, WorkerRules.DEFAULT);

    recorder.await(() -> recorder.ended() >= 10);

    worker.stop(Duration.ofSeconds(5));
    assertEquals(seqs(1, 10), recorder.calls().getFirst());
    var alone = recorder.calls().subList(1, 11);
    assertEquals(seqs(1, 10).stream().map(List::of).toList(), alone);
    assertEquals(
        List.of(
            "3 dead 1 dev.pixstream.core.processing.PermanentFailure no such account",
            "7 retrying 1 java.io.IOException the account is away"),
        database.query(
            "SELECT concat_ws(' ', seq, state, attempts, error_class, error_message)"
                + " FROM pixstream.failure ORDER BY seq"));
    assertEquals(List.of("1 done"), database.query(JOBS));
  }

  @Test
  @Tag("processing.10")
  void a_single_message_is_called_once_in_an_attempt_and_dies_after_its_last() throws Exception {
    confirm(1);
    var recorder =
        new Recorder(
            seqs -> {
              throw new IOException("away");
            });
    var retries = new RetryPolicy(Duration.ofMillis(50), Duration.ofMillis(100), 4);
    var worker = started(recorder, rules(Duration.ofSeconds(30), retries));

    recorder.await(() -> recorder.ended() == 4);

    worker.stop(Duration.ofSeconds(5));
    assertEquals(4, recorder.calls().size());
    assertEquals(
        List.of("dead 4"),
        database.query("SELECT state || ' ' || attempts FROM pixstream.failure"));
  }

  @Test
  @Tag("processing.10")
  void an_unavailable_store_costs_time_and_nothing_else() throws Exception {
    var recorder = new Recorder(seqs -> queue.awayFor(2));
    queue.awayFor(3);
    confirm(30);
    var worker = started(recorder, WorkerRules.DEFAULT);
    worker.confirmed(lane.id());

    recorder.await(() -> recorder.ended() == 30);

    worker.stop(Duration.ofSeconds(5));
    assertEquals(List.of(seqs(1, 30)), recorder.calls());
    assertEquals(List.of("1 done"), database.query(JOBS));
    assertEquals(List.of(), database.query("SELECT seq FROM pixstream.failure"));
  }

  @Test
  @Tag("processing.9")
  void a_job_that_another_worker_has_is_interrupted_and_changes_nothing() throws Exception {
    confirm(10);
    var interrupted = new CountDownLatch(1);
    var recorder =
        new Recorder(
            seqs -> {
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
              }
            });
    var worker = started(recorder, rules(Duration.ofSeconds(2), RetryPolicy.DEFAULT));
    recorder.await(() -> recorder.calls().size() == 1);
    // Its worker may extend it in between.
    List<Job> theirs;
    do {
      store.advance(Duration.ofSeconds(3));
      theirs = take("another");
    } while (theirs.isEmpty());

    interrupted.await();
    recorder.await(() -> recorder.lost() == 1);

    assertEquals(2, theirs.getFirst().attempt());
    assertTrue(Lane.await(store.queue().complete(theirs.getFirst())));
    worker.stop(Duration.ofSeconds(5));
    assertEquals(List.of("1 lost", "2 done"), database.query(JOBS));
    assertEquals(List.of(), database.query("SELECT seq FROM pixstream.failure"));
  }

  @Test
  @Tag("processing.10")
  void a_job_that_ended_its_workers_is_taken_apart() throws Exception {
    confirm(10);
    abandon(2);
    var recorder = new Recorder(seqs -> {});
    var worker = started(recorder, rules(Duration.ofSeconds(30), TWICE));

    recorder.await(() -> recorder.calls().size() == 10);

    worker.stop(Duration.ofSeconds(5));
    assertEquals(seqs(1, 10), recorder.calls().stream().flatMap(List::stream).sorted().toList());
    assertEquals(
        List.of("processed 10"),
        database.query("SELECT state || ' ' || count(*) FROM pixstream.failure GROUP BY state"));
  }

  @Test
  @Tag("processing.10")
  void a_message_that_ended_its_workers_goes_to_the_dead_letters() throws Exception {
    confirm(1);
    abandon(2);
    var recorder = new Recorder(seqs -> {});
    var worker = started(recorder, rules(Duration.ofSeconds(30), TWICE));

    recorder.await(() -> recorder.ended() == 1);

    worker.stop(Duration.ofSeconds(5));
    assertEquals(List.of(), recorder.calls());
    assertEquals(
        List.of("dead WorkerLost"),
        database.query("SELECT state || ' ' || error_class FROM pixstream.failure"));
  }

  @Test
  @Tag("load.3")
  void its_jobs_hold_no_more_messages_than_there_is_room_for() throws Exception {
    confirm(400);
    var held = new AtomicInteger();
    var most = new AtomicInteger();
    var gate = new CountDownLatch(1);
    var recorder =
        new Recorder(
            seqs -> {
              most.accumulateAndGet(held.addAndGet(seqs.size()), Math::max);
              gate.await();
              held.addAndGet(-seqs.size());
            });
    var rules = new WorkerRules(10, 40, Duration.ofSeconds(3), RetryPolicy.DEFAULT);
    var dependencies = dependencies(recorder, rules);
    var worker = new Worker("tested", dependencies, new Room(100));
    worker.start();
    recorder.await(() -> recorder.calls().size() == 2);
    // The others are taken, and have the time of two heartbeats to begin.
    while (running() < 10 || extensions() < 2) {
      assertEquals(2, recorder.calls().size());
    }

    gate.countDown();

    recorder.await(() -> recorder.ended() == 400);
    worker.stop(Duration.ofSeconds(5));
    assertEquals(10, recorder.calls().size());
    assertEquals(80, most.get());
  }

  private int running() {
    return database.query("SELECT 1 FROM pixstream.job WHERE state = 'running'").size();
  }

  private long extensions() {
    return queue.asked().stream().filter("extend"::equals).count();
  }

  @Test
  @Tag("access.11")
  void an_error_ends_the_attempt_and_neither_the_job_nor_the_worker() throws Exception {
    confirm(10);
    var first = new AtomicBoolean(true);
    var recorder =
        new Recorder(
            seqs -> {
              if (seqs.size() == 10) {
                throw new StackOverflowError("deep");
              }
              if (first.getAndSet(false)) {
                throw new NoClassDefFoundError("a plugin's");
              }
            });
    queue.throwsOnce(new OutOfMemoryError("in the queue"));
    var retries = new RetryPolicy(Duration.ofMillis(50), Duration.ofMillis(100), 4);
    var worker = started(recorder, rules(Duration.ofSeconds(30), retries));

    recorder.await(() -> recorder.ended() == 11);

    worker.stop(Duration.ofSeconds(5));
    assertEquals(List.of("java.lang.OutOfMemoryError: in the queue"), recorder.troubles());
    assertEquals(
        List.of("processed java.lang.NoClassDefFoundError a plugin's"),
        database.query(
            "SELECT concat_ws(' ', state, error_class, error_message) FROM pixstream.failure"));
  }

  private static final RetryPolicy TWICE =
      new RetryPolicy(Duration.ofMillis(50), Duration.ofMillis(100), 2);

  private static final String JOBS =
      "SELECT attempt || ' ' || state FROM pixstream.job ORDER BY attempt";

  /** Workers take what is there and are never heard of again. */
  private void abandon(int times) {
    for (int i = 0; i < times; i++) {
      assertEquals(1, take("dead").size());
      store.advance(Duration.ofSeconds(31));
    }
  }

  private List<Job> take(String name) {
    var demand =
        new ProcessingQueue.Demand(name, List.of(lane.id()), 50, 500, Duration.ofSeconds(30));
    return Lane.await(store.queue().take(demand));
  }

  private Worker started(Recorder recorder, WorkerRules rules) {
    var dependencies = dependencies(recorder, rules);
    var worker = new Worker("tested", dependencies);
    worker.start();
    return worker;
  }

  private Worker.Dependencies dependencies(Recorder recorder, WorkerRules rules) {
    var processing = new Processing(Map.of(Channel.JSON, recorder));
    return new Worker.Dependencies(queue, store.log()::load, processing, rules, recorder);
  }

  private static WorkerRules rules(Duration visibility, RetryPolicy retries) {
    return new WorkerRules(2, 500, visibility, retries);
  }

  /** Stores and confirms the next messages. */
  private void confirm(int messages) {
    lane.store(messages);
    var batch = lane.opened(10);
    for (int left = messages - 10; left > 0; left -= 10) {
      batch = lane.pulled(batch.next(), 10);
    }
    lane.close(batch.next());
  }

  private static List<Long> seqs(int from, int to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }
}
