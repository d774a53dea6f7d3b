package dev.pixstream.server.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Two nodes, stopped and started one after the other while messages come and go. */
@ExtendWith(PostgresExtension.class)
@ResourceLock(Nodes.MACHINE)
@Timeout(180)
class RollingRestartTest {
  private static final List<String> LANES = List.of("63000001", "63000002");
  private static final int ARRAY = 20;
  private static final long PAUSE_MS = 10;
  private static final Duration BOUND = Duration.ofSeconds(60);

  @Test
  @Tag("health.2")
  void nothing_is_lost_and_who_retries_once_on_another_node_sees_no_5xx(TestDatabase database)
      throws Exception {
    var ledger = new Ledger();
    var verdict = new Verdict(ledger, database);
    var stopping = new CountDownLatch(1);
    try (var nodes = Nodes.start(2, database.url(), Nodes.RULES);
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        var fleet = new Fleet(ledger)) {
      var stored = new ArrayList<Future<List<String>>>();
      for (int i = 0; i < 4; i++) {
        var lane = LANES.get(i % 2);
        var ports = nodes.portsFrom(i / 2);
        var feeder = new Feeder(i);
        stored.add(threads.submit(() -> publish(lane, ports, feeder, stopping, ledger)));
        fleet.add(lane, ports);
        fleet.add(lane, ports);
      }
      for (int i = 0; i < 2; i++) {
        int before = ledger.messages();
        ledger.awaitMessages(before + 500, BOUND);
        nodes.get(i).stop();
        ledger.awaitMessages(ledger.messages() + 500, BOUND);
        nodes.get(i).restart();
      }
      ledger.awaitMessages(ledger.messages() + 500, BOUND);
      stopping.countDown();
      var answered = new HashSet<String>();
      for (var publisher : stored) {
        answered.addAll(publisher.get(20, TimeUnit.SECONDS));
      }
      ledger.await("the end of the drain", BOUND, verdict::allConfirmed);
      fleet.stop();

      assertEquals(0, fleet.unavailable(), "503");
      assertEquals(0, fleet.startsAnew(), "streams that were gone");
      var there = new HashSet<String>();
      LANES.forEach(lane -> there.addAll(verdict.stored(lane)));
      assertTrue(there.containsAll(answered), "stored, and gone");
      assertEquals(List.of(), nodes.errors());
      verdict.exactlyOnce(LANES);
    }
  }

  /** Stores arrays; one that was not answered is sent once more, to the other node. */
  private static List<String> publish(
      String lane, List<Integer> ports, Feeder feeder, CountDownLatch stopping, Ledger ledger)
      throws InterruptedException {
    var nodes = new ArrayList<>(ports);
    List<String> answered = new ArrayList<>();
    while (!stopping.await(PAUSE_MS, TimeUnit.MILLISECONDS)) {
      var parcel = feeder.parcel(lane, ARRAY);
      try {
        check(parcel.sendTo(nodes.getFirst()), ledger);
      } catch (IOException first) {
        Collections.rotate(nodes, 1);
        try {
          check(parcel.sendTo(nodes.getFirst()), ledger);
        } catch (IOException second) {
          ledger.problem("neither node answered: " + first + ", " + second);
        }
      }
      answered.addAll(parcel.ids());
    }
    return answered;
  }

  private static void check(Reply reply, Ledger ledger) {
    if (reply.status() != 201) {
      ledger.problem("storing came to " + reply);
    }
  }
}
