package dev.pixstream.server.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.server.EachCoordinator;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A lost response costs nothing (contract, promise 2). */
@EachCoordinator
@ExtendWith(StoresExtension.class)
@ResourceLock(Nodes.MACHINE)
@Timeout(120)
class LostResponseTest {
  private static final String LANE = "20000001";
  private static final int TOTAL = 4_000;

  @Test
  @Tag("delivery.6")
  void responses_lost_anywhere_and_asked_for_again_lose_nothing_and_double_nothing(Stores stores) {
    var ledger = new Ledger();
    var verdict = new Verdict(ledger, stores);
    var lost = new AtomicInteger();
    try (var nodes = Nodes.start(2, stores, Nodes.RULES);
        var fleet = new Fleet(ledger)) {
      Feeder.generate(nodes.get(0).port(), LANE, TOTAL / 2);
      for (int i = 0; i < 6; i++) {
        // Each retry goes to the other node.
        fleet.add(LANE, nodes.portsFrom(i), losses(i, lost));
      }
      Feeder.generate(nodes.get(1).port(), LANE, TOTAL / 2);
      ledger.awaitMessages(TOTAL, Duration.ofSeconds(60));
      fleet.stop();
      assertEquals(TOTAL, ledger.confirmedMessages());
      assertEquals(0, fleet.startsAnew());
      assertEquals(List.of(), nodes.errors());
      assertTrue(lost.get() > 100, "lost " + lost);
      verdict.exactlyOnce(List.of(LANE));
    }
  }

  /** Two responses of five are lost, each way as often as the other. */
  private static Supplier<Loss> losses(long seed, AtomicInteger lost) {
    var random = new Random(seed);
    var ways = List.of(Loss.AFTER_ASKING, Loss.BEFORE_STATUS, Loss.IN_BODY, Loss.AFTER_READING);
    return () -> {
      if (random.nextInt(5) >= 2) {
        return Loss.NONE;
      }
      lost.incrementAndGet();
      return ways.get(random.nextInt(ways.size()));
    };
  }
}
