package dev.pixstream.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.processing.PartialFailure;
import dev.pixstream.core.processing.PermanentFailure;
import dev.pixstream.core.processing.RetryPolicy;
import dev.pixstream.core.processing.Worker;
import dev.pixstream.core.processing.WorkerListener;
import dev.pixstream.core.processing.WorkerRules;
import dev.pixstream.testkit.Lane;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.RedisExtension;
import dev.pixstream.testkit.TestDatabase;
import dev.pixstream.testkit.TestRedis;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The worker on the queue in Redis. */
@ExtendWith({PostgresExtension.class, RedisExtension.class})
@Timeout(120)
class RedisWorkerTest {
  private static final int MESSAGES = 300;

  private final TestDatabase database;
  private final TestRedis redis;
  private final QueueStore store;
  private final Lane lane;

  RedisWorkerTest(TestDatabase database, TestRedis redis) {
    this.database = database;
    this.redis = redis;
    this.store = new QueueStore(database, redis);
    this.lane = new Lane(store, "00000001");
    lane.store(MESSAGES);
    var outcome = lane.opened(10);
    for (int done = 10; done < MESSAGES; done += 10) {
      outcome = lane.pulled(outcome.next(), 10);
    }
    lane.close(outcome.next());
  }

  @AfterEach
  void close() {
    assertEquals(List.of(), store.processingViolations());
    store.close();
  }

  @Test
  void a_worker_killed_in_the_middle_leaves_nothing_out() throws Exception {
    database.execute("CREATE TABLE posted (seq bigint PRIMARY KEY)");
    runUntil(() -> posted() >= MESSAGES / 4);
    assertTrue(posted() < MESSAGES, "killed too late");
    // A worker that is killed between the two stores leaves jobs in Redis that are done.
    runUntil(() -> done() == MESSAGES && store.processingViolations().isEmpty());
    assertEquals(MESSAGES, posted());
  }

  @Test
  void of_messages_that_fail_only_those_that_always_do_are_dead() throws Exception {
    Map<Long, Integer> calls = new ConcurrentHashMap<>();
    TestProcessor.Body body =
        payments -> {
          Map<Long, Exception> failed = new ConcurrentHashMap<>();
          for (var payment : payments) {
            int call = calls.merge(payment.seq(), 1, Integer::sum);
            if (payment.seq() % 100 == 0) {
              failed.put(payment.seq(), new PermanentFailure("no such account"));
            } else if (payment.seq() % 70 == 0 && call < 3) {
              failed.put(payment.seq(), new IOException("away"));
            }
          }
          if (!failed.isEmpty()) {
            throw new PartialFailure(failed);
          }
        };
    var worker = worker("one", body, Duration.ofSeconds(30));
    await(() -> done() == MESSAGES && count("state = 'retrying'") == 0);
    worker.stop(Duration.ofSeconds(5));
    assertEquals(
        List.of("100", "200", "300"),
        database.query("SELECT seq FROM pixstream.failure WHERE state = 'dead' ORDER BY seq"));
    assertEquals(4, count("state = 'processed' AND attempts = 2"));
  }

  @Test
  void two_workers_never_process_a_message_at_the_same_time() throws Exception {
    Set<Long> running = ConcurrentHashMap.newKeySet();
    Queue<Long> twice = new ConcurrentLinkedQueue<>();
    var calls = new AtomicInteger();
    TestProcessor.Body body =
        payments -> {
          for (var payment : payments) {
            calls.incrementAndGet();
            if (!running.add(payment.seq())) {
              twice.add(payment.seq());
            }
          }
          // Longer than the visibility timeout: only what is extended stays the worker's own.
          var _ = new CountDownLatch(1).await(1_500, TimeUnit.MILLISECONDS);
          payments.forEach(payment -> running.remove(payment.seq()));
        };
    var one = worker("one", body, Duration.ofSeconds(1));
    var two = worker("two", body, Duration.ofSeconds(1));
    await(() -> done() == MESSAGES);
    one.stop(Duration.ofSeconds(5));
    two.stop(Duration.ofSeconds(5));
    assertEquals(List.of(), List.copyOf(twice));
    assertEquals(MESSAGES, calls.get());
  }

  /** Then it is killed. */
  private void runUntil(BooleanSupplier enough) throws Exception {
    var worker = process();
    try {
      await(enough);
    } finally {
      worker.destroyForcibly().waitFor();
    }
  }

  private Worker worker(String name, TestProcessor.Body body, Duration visibility) {
    var retries = new RetryPolicy(Duration.ofMillis(20), Duration.ofMillis(100), 8);
    var rules = new WorkerRules(4, 50, visibility, retries);
    var ground =
        new Worker.Ground(
            store.queue(), store.log()::load, new TestProcessor(body), rules, WorkerListener.NONE);
    var worker = new Worker(name, ground);
    worker.start();
    return worker;
  }

  private Process process() throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            WorkerMain.class.getName(),
            database.url(),
            redis.url(),
            redis.prefix())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private int posted() {
    return Integer.parseInt(database.query("SELECT count(*) FROM posted").getFirst());
  }

  private int count(String what) {
    return Integer.parseInt(
        database.query("SELECT count(*) FROM pixstream.failure WHERE " + what).getFirst());
  }

  private int done() {
    return Integer.parseInt(
        database
            .query(
                "SELECT coalesce(sum(c.to_seq - c.from_seq), 0) FROM pixstream.job j"
                    + " JOIN pixstream.confirmed c ON c.ispb = j.ispb AND c.n > j.from_n"
                    + " AND c.n <= j.to_n WHERE j.state = 'done'")
            .getFirst());
  }

  private static void await(BooleanSupplier holds) throws InterruptedException {
    for (int look = 0; look < 1_500 && !holds.getAsBoolean(); look++) {
      var _ = new CountDownLatch(1).await(40, TimeUnit.MILLISECONDS);
    }
    assertTrue(holds.getAsBoolean());
  }
}
