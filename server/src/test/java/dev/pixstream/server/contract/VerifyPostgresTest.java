package dev.pixstream.server.contract;

import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.server.OpenApiCheck;
import dev.pixstream.server.node.PixStreamServer;
import dev.pixstream.server.node.ServerOptions;
import dev.pixstream.testkit.TestDatabase;

/** The check of an installation whose lanes are in PostgreSQL. */
final class VerifyPostgresTest extends VerifyContract {
  VerifyPostgresTest(TestDatabase database, OpenApiCheck check) {
    super(database, check);
  }

  @Override
  PixStreamServer start(ServerOptions options, TestDatabase database) {
    return PixStreamServer.start(options, DatabaseUrl.parse(database.url()));
  }

  @Override
  void loseLease(Lane lane) {
    run(
        "UPDATE pixstream.batch SET state = 'released', ended_at = leased_at"
            + " WHERE state = 'leased' AND ispb = '%s'",
        lane);
  }

  @Override
  void giveBack(Lane lane, int from, int to) {
    run("INSERT INTO pixstream.returned VALUES ('%s', " + from + ", " + to + ", 1)", lane);
  }

  @Override
  void leaseFirstTen(Lane lane) {
    run(
        "INSERT INTO pixstream.batch SELECT ispb, 0, 10, 2, 0, 0, stream_id, 100, 'twice' || ispb, NULL,"
            + " leased_at, lease_until, NULL, 'leased' FROM pixstream.batch"
            + " WHERE ispb = '%s' AND to_seq = 10",
        lane);
  }

  @Override
  void claimBeyondTail(Lane lane) {
    run("DELETE FROM pixstream.message WHERE seq > 18 AND ispb = '%s'", lane);
  }

  @Override
  void openSevenStreams(Lane lane) {
    run(
        "INSERT INTO pixstream.stream (ispb, iteration_id, opened_at, lease_until)"
            + " SELECT s.ispb, s.ispb || n, s.opened_at, s.lease_until"
            + " FROM pixstream.stream s, generate_series(1, 6) n WHERE s.ispb = '%s'",
        lane);
  }

  @Override
  void loseStream(Lane lane) {
    run(
        "UPDATE pixstream.stream SET state = 'closed', ended_at = opened_at WHERE ispb = '%s'",
        lane);
  }

  @Override
  void awaitHistory(Lane lane) {
    // The history is what is claimed.
  }

  private void run(String sql, Lane lane) {
    database().execute(sql.formatted(lane.ispb()));
  }
}
