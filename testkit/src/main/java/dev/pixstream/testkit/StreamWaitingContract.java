package dev.pixstream.testkit;

import static dev.pixstream.testkit.Lane.assertBatch;
import static dev.pixstream.testkit.Lane.await;
import static dev.pixstream.testkit.Lane.delivered;
import static dev.pixstream.testkit.Lane.empty;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.model.Arrival;
import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.Nonce;
import dev.pixstream.core.store.CloseOutcome;
import dev.pixstream.core.store.PullOutcome;
import dev.pixstream.core.store.PullRequest;
import dev.pixstream.core.store.Renewal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every coordinator promises those who wait, and those who wake them (contract, Long polling).
 */
public abstract class StreamWaitingContract extends LaneContract {
  private static final Duration LEASE = LaneStore.RULES.lease();
  private static final Duration MOMENT = Duration.ofMillis(500);

  @Test
  @Tag("delivery.3")
  void waiting_keeps_the_stream_alive_and_the_lease_counts_from_its_end() {
    lane().store(10);
    var id = lane().opened(10).next();
    empty(lane().pull(id, 10));
    store().advance(LEASE.plus(Lane.WAIT).minus(MOMENT));
    assertEquals(0, lane().expire());
    assertEquals(id, empty(lane().pull(id, 10)));
    store().advance(LEASE.plus(Lane.WAIT).plus(MOMENT));
    assertInstanceOf(PullOutcome.Closed.class, lane().pull(id, 10));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  @Tag("delivery.3")
  void who_looks_for_lost_wakes_leaves_a_quiet_lane_as_it_is(int before) {
    var id = lane().idle(before);
    for (int looks = 0; looks < 30; looks++) {
      await(store().coordinator().backlog(List.of(lane().id())));
      assertEquals(id, empty(lane().pull(id, 10)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void a_waiter_gets_messages_stored_meanwhile(int before) {
    var request = lane().request(lane().idle(before), 10);
    empty(lane().pull(request, false));
    empty(lane().pull(request, true));
    lane().store(2);
    assertBatch(before + 1, before + 2, lane().pull(request, true));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  @Tag("errors.11")
  void a_waiter_whose_answer_was_lost_gets_it_by_asking_anew(int before) {
    var request = lane().request(lane().idle(before), 10);
    empty(lane().pull(request, false));
    lane().store(2);
    assertBatch(before + 1, before + 2, lane().pull(request, true));
    assertBatch(before + 1, before + 2, lane().pull(request, false));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  @Tag("delivery.2")
  void a_waiter_whose_place_was_taken_claims_nothing(int before) {
    var id = lane().idle(before);
    var older = lane().request(id, 10);
    empty(lane().pull(older, false));
    var newer = lane().request(id, 10);
    assertTrue(assertInstanceOf(PullOutcome.Empty.class, lane().pull(newer, false)).supplanted());
    lane().store(2);
    assertInstanceOf(PullOutcome.Superseded.class, lane().pull(older, true));
    assertBatch(before + 1, before + 2, lane().pull(newer, true));
    assertInstanceOf(PullOutcome.Superseded.class, lane().pull(older, true));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  @Tag("delivery.2")
  void of_two_requests_the_one_that_arrived_later_is_served_whichever_looks_first(int before) {
    var id = lane().idle(before);
    var older = lane().request(id, 10, Duration.ofSeconds(5));
    var newer = lane().request(id, 10);
    empty(lane().pull(newer, false));
    assertInstanceOf(PullOutcome.Superseded.class, lane().pull(older, false));
    lane().store(2);
    assertInstanceOf(PullOutcome.Superseded.class, lane().pull(older, true));
    assertBatch(before + 1, before + 2, lane().pull(newer, true));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  @Tag("polling.3")
  void who_waits_on_is_renewed_while_its_place_is_its_own(int before) {
    var id = lane().idle(before);
    var waiting = lane().request(id, 10);
    empty(lane().pull(waiting, false));
    store().advance(Lane.WAIT.plus(MOMENT));
    assertEquals(Set.of(waiting.nonce()), renew(waiting));
    store().advance(LEASE.plus(Lane.WAIT).minus(MOMENT.multipliedBy(10)));
    assertEquals(0, lane().expire());
    var other = lane().request(id, 10);
    empty(lane().pull(other, false));
    assertEquals(Set.of(), renew(waiting));
    lane().close(id);
    assertEquals(Set.of(), renew(other));
  }

  private Set<Nonce> renew(PullRequest request) {
    var renewal =
        new Renewal(
            request.lane(), request.nonce(), request.messagesMax(), Duration.ZERO, Lane.WAIT);
    return await(store().coordinator().renew(List.of(renewal)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  @Tag("delivery.4")
  void a_waiter_of_a_closed_stream_learns_it(int before) {
    var id = lane().idle(before);
    var request = lane().request(id, 10);
    empty(lane().pull(request, false));
    assertTrue(assertInstanceOf(CloseOutcome.Ended.class, lane().close(id)).supplanted());
    assertInstanceOf(PullOutcome.Closed.class, lane().pull(request, true));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  @Tag("polling.2")
  void storing_notifies_the_longest_waiter_first(int before) {
    var first = lane().idle(before);
    lane().open(1);
    assertEquals(
        List.of(new Arrival.Waiting("testnode", 10), new Arrival.Waiting("testnode", 1)),
        lane().store(1).parts().getFirst().arrival().waiting());
    delivered(lane().pull(lane().request(first, 10), false));
    assertEquals(
        List.of(new Arrival.Waiting("testnode", 1)),
        lane().store(1).parts().getFirst().arrival().waiting());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  @Tag("delivery.3")
  void the_lease_of_a_gone_collector_runs_from_then(int before) {
    var id = lane().idle(before);
    var request = lane().request(id, 10);
    empty(lane().pull(request, false));
    await(store().coordinator().leave(lane().id(), request.nonce()));
    store().advance(LEASE.minus(MOMENT));
    assertEquals(List.of(), due());
    store().advance(MOMENT.multipliedBy(2));
    assertEquals(List.of(lane().id()), due());
    assertInstanceOf(PullOutcome.Closed.class, lane().pull(id, 10));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  @Tag("delivery.3")
  void a_batch_that_came_after_a_wait_expires_when_its_own_lease_ends(int before) {
    var id = lane().idle(before);
    store().advance(LEASE.minus(MOMENT));
    var request = lane().request(id, 10);
    empty(lane().pull(request, false));
    store().advance(MOMENT.multipliedBy(2));
    assertEquals(List.of(), due());
    lane().store(1);
    delivered(lane().pull(request, true));
    store().advance(LEASE.minus(MOMENT));
    assertEquals(List.of(), due());
    store().advance(MOMENT.multipliedBy(2));
    assertEquals(List.of(lane().id()), due());
  }

  /** This lane, if it is due. */
  private List<LaneId> due() {
    return await(store().coordinator().due(10_000)).stream().filter(lane().id()::equals).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  @Tag("polling.2")
  void who_left_or_waited_long_enough_is_not_waited_for(int before) {
    var id = lane().idle(before);
    var request = lane().request(id, 10);
    empty(lane().pull(request, false));
    await(store().coordinator().leave(lane().id(), request.nonce()));
    assertEquals(List.of(), lane().store(1).parts().getFirst().arrival().waiting());
    var batch = lane().pulled(id, 10);
    empty(lane().pull(batch.next(), 10));
    store().advance(Lane.WAIT.plus(MOMENT));
    assertEquals(List.of(), lane().store(1).parts().getFirst().arrival().waiting());
  }

  @Test
  @Tag("polling.2")
  void the_backlog_knows_lanes_with_new_and_with_returned_messages() {
    var returned = anotherLane();
    var quiet = anotherLane();
    lane().store(3);
    returned.store(2);
    var id = empty(returned.pull(returned.opened(10).next(), 10));
    returned.store(4);
    returned.pulled(id, 10);
    returned.close(id);
    quiet.store(1);
    quiet.opened(1);
    var found =
        await(store().coordinator().backlog(List.of(lane().id(), returned.id(), quiet.id())));
    assertEquals(
        Map.of(lane().id(), 3, returned.id(), 4),
        found.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue())));
  }
}
