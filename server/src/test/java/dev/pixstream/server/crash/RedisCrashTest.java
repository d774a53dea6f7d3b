package dev.pixstream.server.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.embedded.EmbeddedRedis;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import io.vertx.redis.client.Command;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A drain over two nodes in which Redis is emptied, is killed and comes back: with nothing, as it
 * was long before, or with all but its last moments.
 */
@ExtendWith(PostgresExtension.class)
@ResourceLock(Nodes.MACHINE)
@Timeout(180)
class RedisCrashTest {
  private static final List<String> LANES = List.of("90000001", "90000002", "90000003", "90000004");
  private static final int COLLECTORS = 24;
  private static final int HALF_LANE = 6_250;
  private static final int TOTAL = 50_000;
  private static final Duration BOUND = Duration.ofSeconds(90);

  /** What is confirmed is in PostgreSQL after that at the latest. */
  private static final Duration HISTORY_MAX = Duration.ofSeconds(2);

  /** What Redis answered before it lost what it knew is with its collector by then. */
  private static final Duration UNDER_WAY_MAX = Duration.ofSeconds(2);

  private static final Duration PROMPT = Duration.ofSeconds(4);

  /** What Redis keeps on its disk. */
  enum Kept {
    NOTHING,
    ALL
  }

  /** When Redis was gone, or what it knew. */
  private record Outage(long fromNanos, long toNanos) {
    static boolean mayRepeat(List<Outage> outages, long confirmedNanos) {
      return outages.stream()
          .anyMatch(
              outage ->
                  confirmedNanos > outage.fromNanos - HISTORY_MAX.toNanos()
                      && confirmedNanos < outage.toNanos + UNDER_WAY_MAX.toNanos());
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("store.10")
  void a_drain_of_50_000_messages_outlives_an_emptied_and_a_killed_redis(
      Kept kept, TestDatabase database) throws Exception {
    var ledger = new Ledger();
    try (var redis = EmbeddedRedis.start("--appendonly", kept == Kept.ALL ? "yes" : "no")) {
      var stores = new Stores(database, Optional.of(redis));
      var verdict = new Verdict(ledger, stores);
      try (var nodes = Nodes.start(2, stores, Nodes.RULES);
          var fleet = new Fleet(ledger)) {
        var outages = drain(kept, nodes, fleet, ledger, stores);
        ledger.await("the end of the drain", BOUND, verdict::allConfirmed);
        fleet.stop();
        verdict.nothingIsLost(LANES);
        assertEquals(TOTAL + 4, ledger.messages());
        assertEquals(List.of(), nodes.errors().stream().filter(e -> !isOfClient(e)).toList());
        assertEquals(
            Set.of(),
            verdict.repeatedAlthough(
                receipt ->
                    ledger.confirmedAt(receipt).stream()
                        .anyMatch(at -> !Outage.mayRepeat(outages, at))),
            "confirmed long before a loss or after it, and came again");
      }
    }
  }

  /** A connection that broke when no command was under way: its client tells nobody but the log. */
  private static boolean isOfClient(String error) {
    return error.contains("RedisConnectionManager Unhandled Error");
  }

  private static List<Outage> drain(
      Kept kept, Nodes nodes, Fleet fleet, Ledger ledger, Stores stores) throws IOException {
    List<Outage> outages = new ArrayList<>();
    for (var node : nodes.all()) {
      LANES.forEach(lane -> Feeder.generate(node.port(), lane, HALF_LANE));
    }
    try (var look = stores.look()) {
      for (int i = 0; i < COLLECTORS; i++) {
        fleet.add(LANES.get(i % LANES.size()), nodes.portsFrom(i / LANES.size()));
      }
      ledger.awaitMessages(TOTAL / 5, BOUND);
      if (kept == Kept.NOTHING) {
        long emptied = System.nanoTime();
        look.send(Command.FLUSHALL);
        outages.add(new Outage(emptied, System.nanoTime()));
      } else {
        // Its disk stays behind: after the first kill it is as it was here.
        look.send(Command.CONFIG, "SET", "appendonly", "no");
      }
    }
    ledger.awaitMessages(TOTAL * 2 / 5, BOUND);
    outages.add(outage(nodes, ledger, stores));
    ledger.awaitMessages(TOTAL * 3 / 5, BOUND);
    outages.add(outage(nodes, ledger, stores));
    return outages;
  }

  /** {@code kill -9} and a restart. Meanwhile pulls fail at once, and storing goes on. */
  private static Outage outage(Nodes nodes, Ledger ledger, Stores stores) throws IOException {
    var redis = stores.redis().orElseThrow();
    long killed = System.nanoTime();
    redis.kill();
    assertTrue(ledger.messages() < TOTAL, "killed too late");
    for (int port : nodes.ports()) {
      pullsFailAtOnce(port);
      Feeder.generate(port, LANES.getFirst(), 1);
    }
    redis.restart();
    return new Outage(killed, System.nanoTime());
  }

  private static void pullsFailAtOnce(int port) throws IOException {
    long asked = System.nanoTime();
    try (var wire = new Wire(port)) {
      var reply = wire.get("/api/pix/" + LANES.getFirst() + "/stream/start");
      assertEquals(503, reply.status(), reply.toString());
      assertTrue(reply.header("retry-after").isPresent());
    }
    assertTrue(System.nanoTime() - asked < PROMPT.toNanos(), "a pull hung");
  }
}
