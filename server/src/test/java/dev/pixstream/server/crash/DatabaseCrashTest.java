package dev.pixstream.server.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.embedded.EmbeddedRedis;
import dev.pixstream.server.EachCoordinator;
import dev.pixstream.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * {@code kill -9} of PostgreSQL under nodes that go on running (contract, promises 4 and 6): it may
 * forget its last second of claims and confirmations, and never a message.
 */
@EachCoordinator
@ExtendWith(StoresExtension.class)
@ResourceLock(Nodes.MACHINE)
@Timeout(120)
class DatabaseCrashTest {
  private static final List<String> LANES = List.of("40000001", "40000002");
  private static final int PER_LANE = 10_000;
  private static final int TOTAL = 20_000;

  /** Half a lease: nobody has to wait for one. */
  private static final Duration BOUND = Duration.ofSeconds(30);

  private static final Duration FORGOTTEN_MAX = Duration.ofSeconds(2);
  private static final Duration PROMPT = Duration.ofSeconds(4);

  @TempDir private Path directory;

  @Test
  @Tag("delivery.6")
  void a_drain_outlives_a_crash_of_the_database(Optional<EmbeddedRedis> redis) throws Exception {
    var ledger = new Ledger();
    try (var database = CrashingDatabase.start(directory);
        var nodes = Nodes.start(2, database.url(), Nodes.RULES, Stores.words(redis));
        var fleet = new Fleet(ledger)) {
      LANES.forEach(lane -> Feeder.generate(nodes.get(0).port(), lane, PER_LANE));
      for (int i = 0; i < 12; i++) {
        fleet.add(LANES.get(i % 2), nodes.portsFrom(i / 2));
      }
      ledger.awaitMessages(TOTAL / 4, BOUND);
      long killed = System.nanoTime();
      database.kill();
      assertTrue(ledger.messages() < TOTAL, "killed too late");
      for (int port : nodes.ports()) {
        answersUnavailable(port);
      }
      database.restart();
      long restarted = System.nanoTime();
      try (var look = TestDatabase.at(database.url())) {
        var verdict = new Verdict(ledger, new Stores(look, redis));
        ledger.await("the end of the drain", BOUND, verdict::allConfirmed);
        fleet.stop();
        verdict.nothingIsLost(LANES);
        assertEquals(TOTAL, ledger.messages());
        assertEquals(0, fleet.superseded());
        assertEquals(List.of(), nodes.errors());
        long safeUntil = killed - FORGOTTEN_MAX.toNanos();
        assertEquals(
            Set.of(),
            verdict.repeatedAlthough(
                receipt -> {
                  long confirmed = ledger.confirmedAt(receipt).orElse(killed);
                  return confirmed < safeUntil || confirmed > restarted;
                }),
            "confirmed long before the crash or after it, and came again");
      }
    }
  }

  /** Both ways into the store say so at once, and when to come again. */
  private static void answersUnavailable(int port) throws IOException {
    for (var request :
        List.of("GET /api/pix/40000009/stream/start", "POST /api/util/msgs/40000009/1")) {
      var words = request.split(" ", -1);
      long asked = System.nanoTime();
      try (var wire = new Wire(port)) {
        var reply = words[0].equals("GET") ? wire.get(words[1]) : wire.post(words[1], "");
        assertEquals(503, reply.status(), request);
        assertTrue(reply.header("retry-after").isPresent(), request);
      }
      assertTrue(System.nanoTime() - asked < PROMPT.toNanos(), request + " hung");
    }
  }
}
