package dev.pixstream.server.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pixstream.server.EachCoordinator;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Many collectors on two nodes, and nothing goes wrong (contract, promises 6 to 8). */
@EachCoordinator
@ExtendWith(StoresExtension.class)
@ResourceLock(Nodes.MACHINE)
@Timeout(180)
class DrainTest {
  private static final List<String> LANES = List.of("10000001", "10000002", "10000003", "10000004");
  private static final int COLLECTORS_PER_LANE = 6;
  private static final int STORED_BEFORE = 6_250;
  private static final int POSTS = 25;
  private static final int MESSAGES_PER_POST = 250;
  private static final int TOTAL = 50_000;

  @Test
  @Tag("delivery.6")
  void a_drain_over_two_nodes_delivers_each_message_exactly_once_and_in_order(Stores stores) {
    var ledger = new Ledger();
    var verdict = new Verdict(ledger, stores);
    try (var nodes = Nodes.start(2, stores, Nodes.RULES);
        var fleet = new Fleet(ledger)) {
      LANES.forEach(lane -> Feeder.generate(nodes.get(0).port(), lane, STORED_BEFORE));
      for (int i = 0; i < LANES.size() * COLLECTORS_PER_LANE; i++) {
        fleet.add(
            LANES.get(i % LANES.size()), List.of(nodes.portsFrom(i / LANES.size()).getFirst()));
      }
      for (int post = 0; post < POSTS; post++) {
        int port = nodes.get(post % 2).port();
        LANES.forEach(lane -> Feeder.generate(port, lane, MESSAGES_PER_POST));
      }
      ledger.awaitMessages(TOTAL, Duration.ofSeconds(90));
      fleet.stop();
      assertEquals(TOTAL, ledger.messages());
      assertEquals(TOTAL, ledger.confirmedMessages());
      assertEquals(0, fleet.startsAnew());
      assertEquals(0, ledger.resent());
      assertEquals(0, fleet.superseded());
      assertEquals(List.of(), nodes.errors());
      verdict.exactlyOnce(LANES);
    }
  }

  @Test
  void twenty_starts_at_once_over_two_nodes_open_exactly_six_streams(Stores stores)
      throws Exception {
    try (var nodes = Nodes.start(2, stores, Nodes.RULES);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Feeder.generate(nodes.get(0).port(), LANES.getFirst(), 200);
      List<Callable<Reply>> starts = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        int port = nodes.get(i % 2).port();
        starts.add(() -> start(port));
      }
      int opened = 0;
      for (var start : threads.invokeAll(starts)) {
        var reply = start.get();
        if (reply.status() == 200) {
          opened++;
        } else {
          assertEquals(429, reply.status());
          assertEquals(true, reply.header("retry-after").isPresent());
        }
      }
      assertEquals(6, opened);
      assertEquals(List.of(), stores.violations());
    }
  }

  private static Reply start(int port) throws IOException {
    try (var wire = new Wire(port)) {
      return wire.get("/api/pix/" + LANES.getFirst() + "/stream/start");
    }
  }
}
