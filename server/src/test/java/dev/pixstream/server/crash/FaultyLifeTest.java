package dev.pixstream.server.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pixstream.server.EachCoordinator;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A drain in which nodes are killed, collectors vanish and responses are lost, all at random. */
@EachCoordinator
@ExtendWith(StoresExtension.class)
@ResourceLock(Nodes.MACHINE)
@Timeout(120)
class FaultyLifeTest {
  private static final List<String> LANES = List.of("80000001", "80000002");
  private static final int FAULTS = 8;
  private static final int MESSAGES_PER_FAULT = 600;
  private static final Duration LEASE = Duration.ofSeconds(2);
  private static final Duration BOUND = Duration.ofSeconds(40);

  @ParameterizedTest
  @ValueSource(longs = {1})
  @Tag("delivery.6")
  void nothing_is_lost_and_nothing_confirmed_comes_again(long seed, Stores stores) {
    var random = new Random(seed);
    var ledger = new Ledger();
    var verdict = new Verdict(ledger, stores);
    try (var nodes = Nodes.start(2, stores, Nodes.rules(LEASE));
        var fleet = new Fleet(ledger)) {
      for (int i = 0; i < 8; i++) {
        join(fleet, nodes, i, seed);
      }
      int running = 0;
      for (int fault = 1; fault <= FAULTS; fault++) {
        int port = nodes.get(running).port();
        LANES.forEach(lane -> Feeder.generate(port, lane, MESSAGES_PER_FAULT / 2));
        ledger.awaitMessages((fault - 1) * MESSAGES_PER_FAULT + MESSAGES_PER_FAULT / 4, BOUND);
        if (fault % 4 == 0) {
          int victim = random.nextInt(2);
          nodes.get(victim).kill();
          nodes.get(victim).restart();
          running = 1 - victim;
        } else {
          fleet.abandonOne(random);
          join(fleet, nodes, fault, seed + fault);
        }
      }
      ledger.awaitMessages(FAULTS * MESSAGES_PER_FAULT, BOUND);
      ledger.await("all confirmed", BOUND, verdict::allConfirmed);
      fleet.stop();
      assertEquals(
          Set.of(), verdict.repeatedAlthough(verdict::confirmed), "confirmed, and came again");
      assertEquals(FAULTS * MESSAGES_PER_FAULT, ledger.messages());
      verdict.nothingIsLost(LANES);
    }
  }

  private static void join(Fleet fleet, Nodes nodes, int number, long seed) {
    fleet.add(LANES.get(number % 2), nodes.portsFrom(number / 2), losses(seed * 100 + number));
  }

  private static Supplier<Loss> losses(long seed) {
    var random = new Random(seed);
    var ways = Loss.values();
    return () -> random.nextInt(4) == 0 ? ways[random.nextInt(ways.length)] : Loss.NONE;
  }
}
