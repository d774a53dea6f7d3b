package dev.pixstream.server.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.store.StreamRules;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** SIGTERM: a node finishes what it began and leaves nothing behind. */
@ExtendWith(PostgresExtension.class)
@ResourceLock(Nodes.MACHINE)
@Timeout(120)
class NodeStopTest {
  private static final List<String> IDLE_LANES = List.of("60000001", "60000002", "60000003");
  private static final List<String> LANES = List.of("61000001", "61000002");
  private static final int PER_LANE = 10_000;
  private static final int TOTAL = 20_000;
  private static final Duration BOUND = Duration.ofSeconds(40);

  /** Less than a wait, and less than what the node gives responses under way. */
  private static final Duration STOP_MAX = Duration.ofSeconds(5);

  private static final String WAITING =
      "SELECT count(*) FROM pixstream.open_stream"
          + " WHERE ispb LIKE '60%' AND waiting_until > pixstream.store_time()";

  @Test
  @Tag("delivery.6")
  void a_stopped_node_answers_its_waiters_and_they_go_on_elsewhere(TestDatabase database)
      throws Exception {
    var ledger = new Ledger();
    var verdict = new Verdict(ledger, database);
    try (var nodes = Nodes.start(2, database.url(), StreamRules.DEFAULT);
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        var fleet = new Fleet(ledger)) {
      var node = nodes.get(0);
      int port = node.port();
      List<Future<Reply>> waiting =
          IDLE_LANES.stream()
              .map(lane -> threads.submit(() -> get(port, "/api/pix/" + lane + "/stream/start")))
              .toList();
      ledger.await("three waiting", BOUND, () -> verdict.number(WAITING) == 3);
      LANES.forEach(lane -> Feeder.generate(port, lane, PER_LANE));
      for (int i = 0; i < 8; i++) {
        fleet.add(LANES.get(i % 2), nodes.portsFrom(i / 2));
      }
      ledger.awaitMessages(TOTAL / 4, BOUND);
      long asked = System.nanoTime();
      node.stop();
      assertTrue(System.nanoTime() - asked < STOP_MAX.toNanos(), "slow to stop");
      assertTrue(ledger.messages() < TOTAL, "stopped too late");
      assertEquals(List.of(), node.errors());
      assertEquals(0, verdict.number(WAITING), "waiting, says the store");
      for (var answer : waiting) {
        goesOn(answer.get(1, TimeUnit.SECONDS), nodes.get(1).port());
      }
      ledger.await("the end of the drain", BOUND, verdict::allConfirmed);
      assertEquals(0, fleet.startsAnew());
      assertEquals(0, fleet.superseded());
      verdict.exactlyOnce(LANES);
    }
  }

  /** The id of a 204 serves on another node. */
  private static void goesOn(Reply answer, int port) throws IOException {
    assertEquals(204, answer.status());
    var lane = answer.pullNext().split("/", -1)[3];
    Feeder.generate(port, lane, 1);
    try (var wire = new Wire(port)) {
      var batch = wire.get(answer.pullNext());
      assertEquals(200, batch.status());
      assertEquals(200, wire.delete(batch.pullNext()).status());
    }
  }

  private static Reply get(int port, String path) throws IOException {
    try (var wire = new Wire(port)) {
      return wire.get(path);
    }
  }
}
