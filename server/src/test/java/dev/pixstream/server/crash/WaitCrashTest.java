package dev.pixstream.server.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pixstream.core.store.StreamRules;
import dev.pixstream.testkit.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** {@code kill -9} of PostgreSQL while collectors wait: they go on waiting, and are woken. */
@ResourceLock(Nodes.MACHINE)
@Timeout(120)
class WaitCrashTest {
  private static final String LANE = "41000001";
  private static final String OTHER_LANE = "41000002";
  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final Duration PROMPT = Duration.ofSeconds(4);
  private static final String WAITING =
      "SELECT count(*) FROM pixstream.open_stream WHERE waiting_until > clock_timestamp()";
  private static final String LISTENING =
      "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'pixstream-listen'";

  @TempDir private Path directory;

  @Test
  @Tag("delivery.6")
  void who_waits_through_a_crash_is_woken_after_it_through_another_node() throws Exception {
    var ledger = new Ledger();
    try (var database = CrashingDatabase.start(directory);
        var nodes = Nodes.start(2, database.url(), StreamRules.DEFAULT);
        var fleet = new Fleet(ledger)) {
      for (int i = 0; i < 6; i++) {
        fleet.add(LANE, nodes.portsFrom(1));
      }
      awaitCount(ledger, database, WAITING, 6);
      database.kill();
      database.restart();
      awaitCount(ledger, database, LISTENING, 2);
      Feeder.generate(nodes.get(0).port(), LANE, 1);
      ledger.awaitMessages(1, PROMPT);
      try (var look = TestDatabase.at(database.url())) {
        var verdict = new Verdict(ledger, look);
        ledger.await("the confirmation", PROMPT, verdict::allConfirmed);
        verdict.exactlyOnce(List.of(LANE));
      }
      assertEquals(List.of(), nodes.errors());
      assertEquals(0, fleet.superseded());
    }
  }

  @Test
  @Tag("delivery.6")
  void a_wait_that_the_crash_forgot_goes_on() throws Exception {
    var ledger = new Ledger();
    try (var database = CrashingDatabase.start(directory);
        var nodes = Nodes.start(1, database.url(), StreamRules.DEFAULT);
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        var wire = new Wire(nodes.get(0).port())) {
      try (var look = TestDatabase.at(database.superuserUrl())) {
        look.execute("ALTER SYSTEM SET wal_writer_delay = '10s'");
        look.execute("SELECT pg_reload_conf()");
      }
      int port = nodes.get(0).port();
      Feeder.generate(port, LANE, 1);
      var first = wire.get("/api/pix/" + LANE + "/stream/start");
      // Storing waits for the disk, and takes with it all that was written before.
      Feeder.generate(port, OTHER_LANE, 1);
      var waiting = threads.submit(() -> wire.get(first.pullNext()));
      awaitCount(ledger, database, WAITING, 1);
      database.kill();
      database.restart();
      Feeder.generate(port, LANE, 1);
      var second = waiting.get(10, TimeUnit.SECONDS);
      assertEquals(200, second.status(), second.toString());
      assertEquals(200, wire.delete(second.pullNext()).status());
      try (var look = TestDatabase.at(database.url())) {
        assertEquals(List.of(), look.violations());
        assertEquals(
            List.of("2"),
            look.query(
                "SELECT sum(to_seq - from_seq) FROM pixstream.batch WHERE state = 'confirmed'"));
      }
    }
  }

  private static void awaitCount(Ledger ledger, CrashingDatabase database, String sql, int count)
      throws SQLException {
    try (var look = TestDatabase.at(database.url())) {
      ledger.await(sql, BOUND, () -> look.query(sql).equals(List.of(Integer.toString(count))));
    }
  }
}
