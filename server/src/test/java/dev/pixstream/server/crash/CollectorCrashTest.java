package dev.pixstream.server.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.store.StreamRules;
import dev.pixstream.server.EachCoordinator;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A collector that is gone keeps its batch for its lease, and no longer (contract, promise 3). */
@EachCoordinator
@ExtendWith(StoresExtension.class)
@ResourceLock(Nodes.MACHINE)
@Timeout(120)
class CollectorCrashTest {
  private static final String LANE = "50000001";
  private static final String START = "/api/pix/" + LANE + "/stream/start";
  private static final Duration LEASE = Duration.ofSeconds(2);
  private static final Duration BOUND = Duration.ofSeconds(20);

  @Test
  @Tag("delivery.6")
  void the_batch_of_a_killed_collector_goes_to_another_when_its_lease_ends(Stores stores)
      throws Exception {
    var ledger = new Ledger();
    try (var nodes = Nodes.start(1, stores, Nodes.rules(LEASE));
        var fleet = new Fleet(ledger)) {
      int port = nodes.get(0).port();
      Feeder.generate(port, LANE, 25);
      var held = holdAndDie(port);
      long died = System.nanoTime();
      fleet.add(LANE, nodes.ports());
      ledger.awaitMessages(25, BOUND);
      fleet.stop();

      var again = ledger.receipts().stream().filter(receipt -> receipt.redelivered() > 0).toList();
      assertEquals(1, again.size());
      assertEquals(held.ids(), again.getFirst().ids());
      assertEquals(10, again.getFirst().redelivered());
      long waited = again.getFirst().atNanos() - died;
      assertTrue(waited < LEASE.plusSeconds(5).toNanos(), "after " + waited + " ns");
      if (stores.redis().isEmpty()) {
        assertEquals(
            List.of("t"),
            stores
                .database()
                .query(
                    "SELECT max(leased_at) FILTER (WHERE attempt = 2) >= max(lease_until) FILTER (WHERE state = 'expired')"
                        + " FROM pixstream.batch"));
      }
      try (var wire = new Wire(port)) {
        assertEquals(410, wire.get(held.next()).status(), "fenced");
      }
      new Verdict(ledger, stores).nothingIsLost(List.of(LANE));
    }
  }

  @Test
  @Tag("delivery.6")
  void streams_whose_first_response_nobody_read_do_not_keep_their_batches(Stores stores)
      throws Exception {
    var ledger = new Ledger();
    try (var nodes = Nodes.start(2, stores, Nodes.rules(LEASE));
        var fleet = new Fleet(ledger)) {
      Feeder.generate(nodes.get(0).port(), LANE, 100);
      for (int i = 0; i < 6; i++) {
        try (var wire = new Wire(nodes.get(i % 2).port())) {
          wire.send("GET", START, "");
        }
      }
      fleet.add(LANE, nodes.ports());
      ledger.awaitMessages(100, BOUND);
      fleet.stop();
      assertEquals(0, fleet.startsAnew());
      assertEquals(List.of(), nodes.errors());
      new Verdict(ledger, stores).nothingIsLost(List.of(LANE));
    }
  }

  @Test
  @Tag("delivery.6")
  void a_collector_that_left_while_it_waited_gets_no_batch(Stores stores) throws Exception {
    var ledger = new Ledger();
    var verdict = new Verdict(ledger, stores);
    try (var nodes = Nodes.start(1, stores, StreamRules.DEFAULT);
        var fleet = new Fleet(ledger)) {
      int port = nodes.get(0).port();
      try (var wire = new Wire(port)) {
        wire.send("GET", START, "");
        ledger.await("its wait", BOUND, () -> stores.openStreams(LANE) == 1);
      }
      ledger.await("its end", BOUND, () -> stores.openStreams(LANE) == 0);
      fleet.add(LANE, nodes.ports());
      Feeder.generate(port, LANE, 10);
      ledger.awaitMessages(10, BOUND);
      fleet.stop();
      verdict.exactlyOnce(List.of(LANE));
    }
  }

  /** What a collector held when it was killed. */
  private record Held(String next, List<String> ids) {}

  private static Held holdAndDie(int port) throws IOException {
    var process =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                CollectorMain.class.getName(),
                Integer.toString(port),
                LANE)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var said = process.inputReader()) {
      var words = String.valueOf(said.readLine()).split(" ", -1);
      return new Held(words[0], List.of(words[1].split(",", -1)));
    } finally {
      process.destroyForcibly();
      process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
    }
  }
}
