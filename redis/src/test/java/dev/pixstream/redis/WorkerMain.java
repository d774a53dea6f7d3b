package dev.pixstream.redis;

import dev.pixstream.core.processing.RetryPolicy;
import dev.pixstream.core.processing.Worker;
import dev.pixstream.core.processing.WorkerListener;
import dev.pixstream.core.processing.WorkerRules;
import dev.pixstream.testkit.TestDatabase;
import dev.pixstream.testkit.TestRedis;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A worker in a process of its own, to be killed: database, Redis, prefix of the keys. */
final class WorkerMain {
  /** Takes a while before it has its effect. */
  static final String POST =
      "WITH pause AS MATERIALIZED (SELECT pg_sleep(0.02)) INSERT INTO posted"
          + " SELECT %d FROM pause ON CONFLICT DO NOTHING";

  private WorkerMain() {}

  public static void main(String[] words) throws Exception {
    var database = TestDatabase.at(words[0]);
    var store = new QueueStore(database, new TestRedis(words[1], words[2]));
    var processor =
        new TestProcessor(
            payments -> payments.forEach(p -> database.execute(POST.formatted(p.seq()))));
    var rules = new WorkerRules(2, 20, Duration.ofSeconds(1), RetryPolicy.DEFAULT);
    var ground =
        new Worker.Ground(store.queue(), store.log()::load, processor, rules, WorkerListener.NONE);
    new Worker("killed", ground).start();
    new CountDownLatch(1).await();
  }
}
