package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pixstream.server.EachCoordinator;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Promise 3: a stream that does not come back within its lease loses batch and slot. */
@EachCoordinator
@ContractTest(nodes = 2)
final class LeaseTest {
  private static final Duration LEASE = Duration.ofSeconds(60);

  private final Service service;

  LeaseTest(Service service) {
    this.service = service;
  }

  @Test
  @Tag("delivery.3")
  void the_messages_of_an_ended_lease_go_to_a_waiter() {
    var lane = service.lane();
    lane.store(1, 3);
    lane.start().assertBatch(1, 3);
    var waiting = lane.starting();
    service.awaitWaiting(lane, 1);

    service.advance(LEASE.plusSeconds(1));

    Answer.of(waiting).assertBatch(1, 3, 3);
    lane.assertOutcomes(1, 3, "expired", "leased");
  }

  @Test
  @Tag("delivery.3")
  void the_messages_of_an_ended_lease_go_to_another_nodes_waiter() {
    var lane = service.lane();
    lane.store(1, 3);
    lane.start().assertBatch(1, 3);
    var waiting = lane.at(service.otherNode()).starting();
    service.awaitWaiting(lane, 1);

    service.advance(LEASE.plusSeconds(1));

    Answer.of(waiting).assertBatch(1, 3, 3);
  }

  @Test
  @Tag("delivery.3")
  void they_come_in_order_and_before_newer_ones() {
    var lane = service.lane();
    lane.store(1, 12);
    lane.startOne().assertBatch(1, 1);
    lane.startOne().assertBatch(2, 2);
    lane.startOne().assertBatch(3, 3);
    service.advance(LEASE.plusSeconds(1));
    Until.holds(() -> service.openStreams(lane) == 0);

    var batch = lane.start().assertBatch(1, 10, 3);

    lane.pull(batch.next()).assertBatch(11, 12);
  }

  @Test
  @Tag("delivery.3")
  void a_collector_back_in_time_keeps_the_batch() {
    var lane = service.lane();
    lane.store(1, 2);
    var first = lane.startOne().assertBatch(1, 1);
    service.advance(LEASE.minusSeconds(15));
    var second = lane.pullOne(first.next()).assertBatch(2, 2);
    service.advance(LEASE.minusSeconds(15));
    lane.pullOne(first.next()).assertBatch(2, 2);
    service.advance(LEASE.minusSeconds(15));

    assertEquals(200, lane.close(second.next()).status());

    lane.assertOutcomes(1, 2, "confirmed");
  }

  @Test
  @Tag("delivery.3")
  void waiting_keeps_a_stream_alive() {
    var lane = service.lane();
    lane.store(1, 1);
    var opened = lane.start().assertBatch(1, 1);
    var waiting = lane.pulling(opened.next());
    service.awaitWaiting(lane, 1);

    service.advance(LEASE.plusSeconds(1));
    lane.store(2, 2);

    Answer.of(waiting).assertBatch(2, 2);
  }

  @Test
  @Tag("delivery.3")
  void ended_leases_free_all_six_slots() {
    var lane = service.lane();
    lane.store(1, 6);
    for (int i = 1; i <= 6; i++) {
      lane.startOne().assertBatch(i, i);
    }
    lane.start().assertProblem(429, "too-many-streams");
    service.advance(LEASE.plusSeconds(1));

    for (int i = 1; i <= 6; i++) {
      lane.startOne().assertBatch(i, i, 1);
    }
    lane.start().assertProblem(429, "too-many-streams");
  }
}
