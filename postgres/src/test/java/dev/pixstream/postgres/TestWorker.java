package dev.pixstream.postgres;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.testkit.TestDatabase;
import java.util.List;

/** A worker in SQL: takes everything of a lane, and brings it to an end or not. */
public record TestWorker(TestDatabase database, LaneId lane) {
  /** Processes all that is there, also what is to be retried. */
  public void process() {
    while (!run("pixstream.complete_job(t.token, t.ispb, CASE WHEN t.retry THEN t.to_seqs[1] END)")
        .isEmpty()) {}
  }

  /** Processes all that is there but this message, which becomes a dead letter. */
  public void processAllBut(long seq) {
    run(
        "CASE WHEN EXISTS (SELECT FROM unnest(t.from_seqs, t.to_seqs) r (f, t) WHERE f < %1$d AND r.t >= %1$d)"
                .formatted(seq)
            + " THEN pixstream.fail_job(t.token, t.ispb, CASE WHEN t.retry THEN t.to_seqs[1] END,"
            + " ARRAY["
            + seq
            + "]::bigint[], ARRAY['Boom'], ARRAY['it went wrong'], ARRAY[NULL]::bigint[])"
            + " ELSE pixstream.complete_job(t.token, t.ispb, CASE WHEN t.retry THEN t.to_seqs[1] END) END");
  }

  /** Takes all that is there and does not end it. */
  public void take() {
    run("t.token");
  }

  /** Posts what the lane holds to the ledger, one centavo each. */
  public void post() {
    database.execute(
        "INSERT INTO pixstream.ledger_entry SELECT m.ispb, m.end_to_end_id, '1', m.seq::text, 'CACC', 0.01,"
            + " pixstream.store_time() FROM pixstream.message m WHERE m.ispb = '"
            + lane
            + "' ON CONFLICT DO NOTHING");
  }

  private List<String> run(String what) {
    return database.query(
        "SELECT %s FROM pixstream.take_jobs('test', ARRAY['%s'], 50, 500, 30000, NULL, NULL) t"
            .formatted(what, lane));
  }
}
