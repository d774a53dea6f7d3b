package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.Ispb;
import dev.pixstream.core.processing.Failure;
import dev.pixstream.core.processing.Job;
import dev.pixstream.core.processing.ProcessingQueue;
import dev.pixstream.testkit.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * A worker that does what a test tells it, on the queue of one lane. What is due in other lanes
 * comes along and is processed: those belong to tests that are over.
 *
 * @param redis the queue, if it is there
 */
record HandWorker(TestDatabase database, String ispb, Optional<ProcessingQueue> redis) {
  private static final String RETRY = "CASE WHEN t.retry THEN t.to_seqs[1] END";
  private static final String COMPLETE = "pixstream.complete_job(t.token, t.ispb, " + RETRY + ")";

  HandWorker(TestDatabase database, String ispb) {
    this(database, ispb, Optional.empty());
  }

  /** Takes what is there, for 30 s. */
  void take() {
    redis.ifPresentOrElse(this::takeAll, () -> taken("t.token"));
  }

  /** Processes what is there. */
  void process() {
    redis.ifPresentOrElse(queue -> completeAll(queue), () -> taken(COMPLETE));
  }

  /** Takes what is there as one job, of which these fail for good. */
  void kill(List<Integer> numbers) {
    redis.ifPresentOrElse(
        queue -> fail(queue, numbers, Optional.empty()), () -> fail(numbers, "NULL"));
  }

  /** The same, but they are tried again after a minute. */
  void failOnce(List<Integer> numbers) {
    redis.ifPresentOrElse(
        queue -> fail(queue, numbers, Optional.of(Duration.ofMinutes(1))),
        () -> fail(numbers, "60000"));
  }

  private void takeAll(ProcessingQueue queue) {
    var _ = take(queue);
  }

  private List<Job> take(ProcessingQueue queue) {
    var lane = List.of(new Ispb(ispb));
    return await(
        queue.take(new ProcessingQueue.Demand("test", lane, 50, 10_000, Duration.ofSeconds(30))));
  }

  private void completeAll(ProcessingQueue queue) {
    take(queue).forEach(job -> assertTrue(await(queue.complete(job))));
  }

  private void fail(ProcessingQueue queue, List<Integer> numbers, Optional<Duration> retryIn) {
    for (var job : take(queue)) {
      var failures =
          numbers.stream()
              .filter(number -> job.ispb().value().equals(ispb) && job.holds(number))
              .map(number -> new Failure(number, "java.io.IOException", "it went wrong", retryIn))
              .toList();
      assertTrue(await(failures.isEmpty() ? queue.complete(job) : queue.fail(job, failures)));
    }
  }

  private static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  private void fail(List<Integer> numbers, String retryMs) {
    taken(
        "CASE WHEN n.many[1] > 0 THEN pixstream.fail_job(t.token, t.ispb, %s, n.seqs,"
                .formatted(RETRY)
            + " array_fill('java.io.IOException'::text, n.many),"
            + " array_fill('it went wrong'::text, n.many), array_fill("
            + retryMs
            + "::bigint, n.many)) ELSE "
            + COMPLETE
            + " END",
        ", LATERAL (SELECT array_agg(s::bigint) AS seqs, ARRAY[count(*)::integer] AS many"
            + " FROM unnest(ARRAY"
            + numbers
            + ") s WHERE EXISTS (SELECT FROM unnest(t.from_seqs, t.to_seqs) r (f, t)"
            + " WHERE s > r.f AND s <= r.t)) n");
  }

  private void taken(String what, String... more) {
    for (var left :
        List.of(
            "job SET state = 'done', ended_at = pixstream.store_time() WHERE state = 'running'",
            "failure SET state = 'processed', ended_at = pixstream.store_time(), token = NULL"
                + " WHERE state = 'retrying'")) {
      database.execute("UPDATE pixstream." + left + " AND ispb <> '" + ispb + "'");
    }
    database.query(
        "SELECT "
            + what
            + " FROM pixstream.take_jobs('test', ARRAY['"
            + ispb
            + "'], 50, 10000, 30000, NULL, NULL) t"
            + String.join("", more));
  }
}
