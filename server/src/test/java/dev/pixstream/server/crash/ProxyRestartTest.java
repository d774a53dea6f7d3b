package dev.pixstream.server.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.server.Proxy;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two nodes behind a real proxy: each node and the proxy are restarted while messages flow. */
@ExtendWith(PostgresExtension.class)
@ResourceLock(Nodes.MACHINE)
@Timeout(180)
class ProxyRestartTest {
  private static final List<String> LANES = List.of("64000001", "64000002");
  private static final int ARRAY = 5;
  private static final int STEP = 100;
  private static final long PAUSE_MS = 20;
  private static final Duration BOUND = Duration.ofSeconds(60);

  /** What nginx may keep: with {@code any} it keeps its own 502 too, and answers with it. */
  private static final Map<String, String> SETTINGS = Map.of("KEPT", "200");

  /** A start that the proxy repeats leaves a batch behind until its lease ends. */
  private static final Duration LEASE = Duration.ofSeconds(5);

  @ParameterizedTest
  @EnumSource(names = {"HAPROXY", "NGINX"})
  @Tag("between.2")
  @Tag("health.2")
  void nothing_is_lost(Proxy.Kind kind, TestDatabase database) throws Exception {
    var ledger = new Ledger();
    var verdict = new Verdict(ledger, database);
    var stopping = new CountDownLatch(1);
    try (var nodes = Nodes.start(2, database.url(), Nodes.rules(LEASE));
        var proxy = Proxy.start(kind, nodes.ports(), SETTINGS);
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        var fleet = new Fleet(ledger)) {
      var stored = new ArrayList<Future<List<String>>>();
      for (int i = 0; i < 4; i++) {
        var lane = LANES.get(i % 2);
        var feeder = new Feeder(i);
        stored.add(threads.submit(() -> publish(lane, proxy.port(), feeder, stopping)));
        fleet.add(lane, List.of(proxy.port()));
      }
      ledger.awaitMessages(STEP, BOUND);
      nodes.get(0).stop();
      ledger.awaitMessages(ledger.messages() + STEP, BOUND);
      nodes.get(0).restart();
      ledger.awaitMessages(ledger.messages() + STEP, BOUND);
      nodes.get(1).kill();
      ledger.awaitMessages(ledger.messages() + STEP, BOUND);
      nodes.get(1).restart();
      proxy.restart();
      ledger.awaitMessages(ledger.messages() + STEP, BOUND);
      stopping.countDown();
      var answered = new HashSet<String>();
      for (var publisher : stored) {
        answered.addAll(publisher.get(30, TimeUnit.SECONDS));
      }
      ledger.await("the end of the drain", BOUND, verdict::allConfirmed);
      fleet.stop();

      var there = new HashSet<String>();
      LANES.forEach(lane -> there.addAll(verdict.stored(lane)));
      assertTrue(there.containsAll(answered), "stored, and gone");
      assertEquals(List.of(), nodes.errors());
      verdict.nothingIsLost(LANES);
    }
  }

  /** Stores arrays; one that was not answered with 201 is sent again until it is. */
  private static List<String> publish(String lane, int port, Feeder feeder, CountDownLatch stopping)
      throws InterruptedException {
    List<String> answered = new ArrayList<>();
    while (!stopping.await(PAUSE_MS, TimeUnit.MILLISECONDS)) {
      var parcel = feeder.parcel(lane, ARRAY);
      while (!isStored(parcel, port)) {
        var _ = stopping.await(PAUSE_MS, TimeUnit.MILLISECONDS);
      }
      answered.addAll(parcel.ids());
    }
    return answered;
  }

  private static boolean isStored(Feeder.Parcel parcel, int port) {
    try {
      return parcel.sendTo(port).status() == 201;
    } catch (IOException e) {
      return false;
    }
  }
}
