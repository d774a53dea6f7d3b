package dev.pixstream.server.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.server.node.PixStreamServer;
import dev.pixstream.server.node.ServerOptions;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A node of this version joins one of an earlier version, which serves on meanwhile. */
@ExtendWith(PostgresExtension.class)
@Timeout(120)
class UpdateTest {
  private static final String LANE = "64000001";
  private static final String STILL = "64000002";
  private static final Duration BOUND = Duration.ofSeconds(40);

  @Test
  @Tag("update.1")
  void a_new_node_migrates_while_an_old_one_serves_and_nothing_is_lost(TestDatabase database)
      throws Exception {
    OldNode.migrate(database);
    assertEquals(
        List.of("2"), database.query("SELECT max(version) FROM pixstream.flyway_schema_history"));
    var ledger = new Ledger();
    var verdict = new Verdict(ledger, database);
    try (var old = new OldNode(database, "olda");
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var unconfirmed = leaveEverything(old);
      var stopping = new CountDownLatch(1);
      var serving = threads.submit(() -> serve(database, stopping));

      try (var server =
              PixStreamServer.start(ServerOptions.DEFAULT, DatabaseUrl.parse(database.url()));
          var fleet = new Fleet(ledger)) {
        try (var collector = new Wire(server.port())) {
          var path = "/api/pix/" + STILL + "/stream/";
          var again = collector.get(path + unconfirmed.asked());
          assertEquals(unconfirmed.batch().messages(), Receipt.idsIn(again.body()));
          assertEquals(200, collector.delete(path + unconfirmed.batch().next()).status());
        }
        stopping.countDown();
        var served = serving.get(20, TimeUnit.SECONDS);
        fleet.add(LANE, List.of(server.port()));
        fleet.add(STILL, List.of(server.port()));
        ledger.await("the end of the drain", BOUND, verdict::allConfirmed);
        fleet.stop();

        assertTrue(served.rounds() > 20, served::toString);
        assertTrue(served.refused() < 5, served::toString);
        assertAllDelivered(verdict, served.received());
        assertProcessed(ledger, verdict);
      } finally {
        // Else a failure would wait for the old node's threads for ever.
        stopping.countDown();
      }
    }
  }

  /** An unconfirmed batch, and how it was asked for. */
  private record Unconfirmed(String asked, OldNode.Batch batch) {}

  /** Messages in each place that the earlier version knows. */
  private static Unconfirmed leaveEverything(OldNode old) throws SQLException {
    old.store(STILL, 100);
    var first = old.open(STILL);
    var second = old.pull(STILL, first.next());
    var third = old.pull(STILL, second.next());
    // Confirmed: 20. A worker has 10 and never ends; of 10 others one is to be tried again, one is
    // dead.
    long failing = old.take(STILL, 10, 60_000);
    old.fail(STILL, failing, 3, false);
    long lost = old.take(STILL, 10, 500);
    assertTrue(lost != failing);
    var dying = old.pull(STILL, third.next());
    long dead = old.take(STILL, 10, 60_000);
    old.fail(STILL, dead, 25, true);
    return new Unconfirmed(third.next(), dying);
  }

  /** What an old node did while it was updated. */
  private record Served(int rounds, int refused, List<String> received) {}

  /** Publishes and collects until it is told to stop; whoever is refused asks once more. */
  private static Served serve(TestDatabase database, CountDownLatch stopping) throws Exception {
    List<String> received = new ArrayList<>();
    int rounds = 0;
    int refused = 0;
    try (var old = new OldNode(database, "oldb")) {
      var batch = old.open(LANE);
      while (stopping.getCount() > 0 || rounds < 30) {
        rounds++;
        try {
          old.store(LANE, 5);
        } catch (SQLException e) {
          refused++;
        }
        try {
          var next = old.pull(LANE, batch.next());
          received.addAll(batch.messages());
          batch = next;
        } catch (SQLException e) {
          refused++;
        }
      }
      while (!batch.messages().isEmpty()) {
        received.addAll(batch.messages());
        batch = old.pull(LANE, batch.next());
      }
    }
    return new Served(rounds, refused, received);
  }

  private static void assertAllDelivered(Verdict verdict, List<String> received) {
    assertEquals(received.size(), new HashSet<>(received).size(), "delivered twice by the old one");
    assertEquals(verdict.stored(LANE), received, "in the order of storing");
    assertEquals(List.of(), verdict.ledger().problems());
    assertEquals(List.of(), verdict.stores().database().violations());
  }

  /** All but one that is dead, and 18 that the old worker processed in its own way. */
  private static void assertProcessed(Ledger ledger, Verdict verdict) {
    var posted = "SELECT count(*) FROM pixstream.ledger_entry";
    int expected = verdict.storedCount() - 1 - 18;
    ledger.await("the end of processing", BOUND, () -> verdict.number(posted) >= expected);
    assertEquals(expected, verdict.number(posted));
    assertEquals(
        List.of("25"),
        verdict
            .stores()
            .database()
            .query("SELECT seq FROM pixstream.failure WHERE state = 'dead'"));
    assertEquals(List.of(), verdict.stores().database().processingViolations());
  }
}
