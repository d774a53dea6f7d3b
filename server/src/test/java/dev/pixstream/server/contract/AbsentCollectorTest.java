package dev.pixstream.server.contract;

import dev.pixstream.server.EachCoordinator;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Long polling: collectors that go away. */
@EachCoordinator
@ContractTest
final class AbsentCollectorTest {
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Service service;

  AbsentCollectorTest(Service service) {
    this.service = service;
  }

  @Test
  @Tag("polling.4")
  void a_waiter_that_disconnects_gets_no_batch() {
    var lane = service.lane();
    lane.store(1, 1);
    var id = lane.start().assertBatch(1, 1).next();
    try (var leaving = lane.node().connect()) {
      leaving.request("GET", id, "Accept", "multipart/json");
      service.awaitWaiting(lane, 1);
      var staying = lane.starting();
      service.awaitWaiting(lane, 2);

      leaving.leave();
      lane.store(2, 2);

      Answer.of(staying).assertBatch(2, 2);
    }
    lane.assertOutcomes(2, 2, "leased");
  }

  @Test
  @Tag("polling.4")
  void the_stream_of_who_went_away_while_waiting_goes_on() {
    var lane = service.lane();
    lane.store(1, 1);
    var id = lane.start().assertBatch(1, 1).next();
    try (var leaving = lane.node().connect()) {
      leaving.request("GET", id);
      service.awaitWaiting(lane, 1);
      leaving.leave();
    }
    service.awaitWaiting(lane, 0);
    lane.store(2, 2);

    lane.pull(id).assertBatch(2, 2);
  }

  @Test
  @Tag("polling.4")
  void a_start_whose_client_goes_away_leaves_no_stream_behind() {
    var lane = service.lane();
    for (int i = 0; i < 7; i++) {
      try (var leaving = lane.node().connect()) {
        leaving.request("GET", lane.startPath());
        service.awaitWaiting(lane, 1);
      }
      Until.holds(() -> service.openStreams(lane) == 0);
    }
  }

  @Test
  @Tag("polling.4")
  void a_batch_of_a_gone_collector_is_free_after_the_grace() {
    var lane = service.lane();
    var lost = lostBatch(lane);
    var waiting = lane.starting();
    service.awaitWaiting(lane, 1);

    service.advance(GRACE.plusMillis(100));

    Answer.of(waiting).assertBatch(2, 2, 1);
    lane.pull(lost).assertProblem(410, "stream-closed");
  }

  @Test
  @Tag("polling.4")
  void a_live_collector_that_retries_within_the_grace_gets_its_batch_again() {
    var lane = service.lane();
    var lost = lostBatch(lane);

    var again = lane.pull(lost).assertBatch(2, 2);
    service.advance(GRACE.plusSeconds(20));

    lane.close(again.next());
    lane.assertOutcomes(1, 2, "confirmed");
  }

  /**
   * The claim of a collector's next batch is held up until the collector has gone.
   *
   * @return the id that it asked with
   */
  private String lostBatch(Lane lane) {
    lane.store(1, 1);
    var id = lane.start().assertBatch(1, 1).next();
    lane.store(2, 2);
    service.holdClaims(lane);
    try (var leaving = lane.node().connect()) {
      leaving.request("GET", id);
      Until.holds(service::holdsOneClaim);
      leaving.leave();
    } finally {
      service.releaseClaims(lane);
    }
    Until.holds(() -> isShort(service.lastLeaseLeft(lane)));
    lane.assertOutcomes(2, 2, "leased");
    return id;
  }

  private static boolean isShort(Duration lease) {
    return lease.isPositive() && lease.compareTo(GRACE) <= 0;
  }
}
