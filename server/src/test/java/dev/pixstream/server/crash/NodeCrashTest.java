package dev.pixstream.server.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.server.EachCoordinator;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * {@code kill -9} of a node in the middle of a drain. A node keeps nothing that a stream needs, so
 * collectors go on with their ids, on the node that comes back or on another.
 */
@EachCoordinator
@ExtendWith(StoresExtension.class)
@ResourceLock(Nodes.MACHINE)
@Timeout(120)
class NodeCrashTest {
  private static final List<String> LANES = List.of("30000001", "30000002");
  private static final int PER_LANE = 10_000;
  private static final int TOTAL = 20_000;
  private static final Duration BOUND = Duration.ofSeconds(40);

  @Test
  @Tag("delivery.6")
  void a_killed_node_that_comes_back_goes_on_where_it_was(Stores stores) {
    var ledger = new Ledger();
    try (var nodes = Nodes.start(1, stores, Nodes.RULES);
        var fleet = new Fleet(ledger)) {
      var node = nodes.get(0);
      LANES.forEach(lane -> Feeder.generate(node.port(), lane, PER_LANE));
      for (int i = 0; i < 8; i++) {
        fleet.add(LANES.get(i % 2), nodes.ports());
      }
      ledger.awaitMessages(TOTAL / 4, BOUND);
      node.kill();
      assertTrue(ledger.messages() < TOTAL, "killed too late");
      node.restart();
      ledger.awaitMessages(TOTAL, BOUND);
      fleet.stop();
      judge(ledger, stores, fleet);
    }
  }

  @Test
  @Tag("delivery.6")
  void collectors_of_a_killed_node_go_on_at_another_with_their_ids(Stores stores) {
    var ledger = new Ledger();
    try (var nodes = Nodes.start(2, stores, Nodes.RULES);
        var fleet = new Fleet(ledger)) {
      LANES.forEach(lane -> Feeder.generate(nodes.get(0).port(), lane, PER_LANE));
      for (int i = 0; i < 8; i++) {
        fleet.add(LANES.get(i % 2), nodes.portsFrom(i / 2));
      }
      ledger.awaitMessages(TOTAL / 4, BOUND);
      nodes.get(0).kill();
      assertTrue(ledger.messages() < TOTAL, "killed too late");
      ledger.awaitMessages(TOTAL, BOUND);
      fleet.stop();
      judge(ledger, stores, fleet);
    }
  }

  /** Streams and leases are in the store: nobody starts anew, nothing comes to another stream. */
  private static void judge(Ledger ledger, Stores stores, Fleet fleet) {
    var verdict = new Verdict(ledger, stores);
    assertEquals(
        Set.of(), verdict.repeatedAlthough(verdict::confirmed), "confirmed, and came again");
    assertEquals(0, fleet.startsAnew());
    assertEquals(TOTAL, ledger.confirmedMessages());
    verdict.exactlyOnce(LANES);
  }
}
