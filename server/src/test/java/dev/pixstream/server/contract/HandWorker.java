package dev.pixstream.server.contract;

import dev.pixstream.testkit.TestDatabase;
import java.util.List;

/**
 * A worker that does what a test tells it, on the queue of one lane. What is due in other lanes
 * comes along and is processed: those belong to tests that are over.
 *
 * @param written waits until all that is confirmed in the lane is on the queue
 */
record HandWorker(TestDatabase database, String ispb, Runnable written) {
  private static final String RETRY = "CASE WHEN t.retry THEN t.to_seqs[1] END";
  private static final String COMPLETE = "pixstream.complete_job(t.token, t.ispb, " + RETRY + ")";

  HandWorker(TestDatabase database, String ispb) {
    this(database, ispb, () -> {});
  }

  /** Takes what is there, for 30 s. */
  void take() {
    taken("t.token");
  }

  /** Processes what is there. */
  void process() {
    taken(COMPLETE);
  }

  /** Takes what is there as one job, of which these fail for good. */
  void kill(List<Integer> numbers) {
    fail(numbers, "NULL");
  }

  /** The same, but they are tried again after a minute. */
  void failOnce(List<Integer> numbers) {
    fail(numbers, "60000");
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
    written.run();
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
