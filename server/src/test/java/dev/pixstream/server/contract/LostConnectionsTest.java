package dev.pixstream.server.contract;

import dev.pixstream.server.EachCoordinator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Errors: the stores close the connections of their nodes. */
@EachCoordinator
@ContractTest(nodes = 2)
final class LostConnectionsTest {
  private final Service service;

  LostConnectionsTest(Service service) {
    this.service = service;
  }

  @Test
  @Tag("errors.11")
  void nodes_reconnect_and_waiters_are_woken_all_the_same() {
    var lane = service.lane();
    lane.store(1, 1);
    var batch = lane.start().assertBatch(1, 1);
    var waiting = lane.at(service.otherNode()).starting();
    service.awaitWaiting(lane, 1);

    service.dropConnections();

    Until.holds(() -> lane.post(Messages.message(lane.ispb(), 2)).status() == 201);
    Answer.of(waiting).assertBatch(2, 2);
    Until.holds(() -> lane.close(batch.next()).status() != 503);
    lane.assertOutcomes(1, 1, "confirmed");
  }
}
