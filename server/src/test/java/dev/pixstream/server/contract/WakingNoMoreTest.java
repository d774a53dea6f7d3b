package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Long polling: a message wakes exactly as many collectors as are needed. */
@ContractTest(nodes = 2)
final class WakingNoMoreTest {
  private final Service service;

  WakingNoMoreTest(Service service) {
    this.service = service;
  }

  @Test
  @Tag("polling.2")
  void one_message_makes_one_collector_look() {
    countLooks();
    var lane = service.lane();
    List<CompletableFuture<Answer>> waiting = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      waiting.add((i % 2 == 0 ? lane : lane.at(service.otherNode())).starting());
      service.awaitWaiting(lane, i + 1);
    }
    assertEquals(6, looks());

    for (int i = 0; i < 6; i++) {
      lane.store(i + 1, i + 1);
      Answer.of(waiting.get(i)).assertBatch(i + 1, i + 1);
    }

    // A collector whose first look is not yet settled when a message comes looks once more. Were
    // all
    // woken each time, there would be 27 looks.
    assertTrue(looks() <= 12 + 3, () -> looks() + " looks");
  }

  /** Every look of a collector takes the lane's lock once, which here also counts. */
  private void countLooks() {
    service.database().execute("CREATE SEQUENCE pixstream.looks");
    service
        .database()
        .execute(
            "CREATE OR REPLACE FUNCTION pixstream.lock_lane(p_ispb text) RETURNS void LANGUAGE sql"
                + " AS 'SELECT pg_advisory_xact_lock(1886613619, hashtext(p_ispb));"
                + " SELECT nextval(''pixstream.looks'')'");
  }

  private int looks() {
    return Integer.parseInt(
        service.database().query("SELECT last_value FROM pixstream.looks").getFirst());
  }
}
