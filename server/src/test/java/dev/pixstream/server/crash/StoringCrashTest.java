package dev.pixstream.server.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.embedded.EmbeddedRedis;
import dev.pixstream.server.EachCoordinator;
import dev.pixstream.testkit.TestDatabase;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
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
 * {@code kill -9} of the node and of PostgreSQL while messages are stored and drained (contract,
 * promise 6): what was answered 201 is there, and an array is there as a whole or not at all.
 */
@EachCoordinator
@ExtendWith(StoresExtension.class)
@ResourceLock(Nodes.MACHINE)
@Timeout(120)
class StoringCrashTest {
  private static final String LANE = "70000001";
  private static final int STORERS = 4;
  private static final int ARRAYS = 60;
  private static final Duration BOUND = Duration.ofSeconds(40);

  @TempDir private Path directory;

  @Test
  @Tag("delivery.6")
  void what_was_answered_201_is_delivered_and_arrays_are_all_or_nothing(
      Optional<EmbeddedRedis> redis) throws Exception {
    var ledger = new Ledger();
    try (var database = CrashingDatabase.start(directory);
        var nodes = Nodes.start(1, database.url(), Nodes.RULES, Stores.words(redis));
        var fleet = new Fleet(ledger);
        var storing = new Storing(ledger)) {
      var node = nodes.get(0);
      for (int i = 0; i < STORERS; i++) {
        storing.start(LANE, node.port(), i);
        fleet.add(LANE, nodes.ports());
      }
      awaitAnswered(ledger, storing, ARRAYS);
      node.kill();
      node.restart();
      awaitAnswered(ledger, storing, storing.answered().size() + ARRAYS);
      database.kill();
      database.restart();
      awaitAnswered(ledger, storing, storing.answered().size() + ARRAYS);
      storing.stop();
      assertTrue(storing.unanswered().size() >= 2, "nothing was under way");

      try (var look = TestDatabase.at(database.url())) {
        var verdict = new Verdict(ledger, new Stores(look, redis));
        var stored = new HashSet<>(verdict.stored(LANE));
        for (var parcel : storing.answered()) {
          assertTrue(stored.containsAll(parcel.ids()), "answered 201 and lost");
        }
        for (var parcel : storing.unanswered()) {
          storedAsAWholeOrNotAtAll(parcel, stored, node.port());
        }
        ledger.await("the end of the drain", BOUND, verdict::allConfirmed);
        fleet.stop();
        verdict.nothingIsLost(List.of(LANE));
        assertEquals(
            (storing.answered().size() + storing.unanswered().size()) * 50, ledger.messages());
      }
    }
  }

  /** Sent again, it stores what is missing: all of it or nothing. */
  private static void storedAsAWholeOrNotAtAll(Feeder.Parcel parcel, Set<String> stored, int port)
      throws Exception {
    long there = parcel.ids().stream().filter(stored::contains).count();
    int size = parcel.ids().size();
    assertTrue(there == 0 || there == size, there + " of " + size + " are there");
    var reply = parcel.sendTo(port);
    assertEquals(201, reply.status(), reply.body());
    var body = new JsonObject(reply.body());
    assertEquals(size - there, (long) body.getInteger("inserted"));
    assertEquals(there, (long) body.getInteger("duplicates"));
  }

  private static void awaitAnswered(Ledger ledger, Storing storing, int count) {
    ledger.await(count + " arrays", BOUND, () -> storing.answered().size() >= count);
  }
}
