package dev.pixstream.testkit;

import static dev.pixstream.testkit.Lane.assertBatch;
import static dev.pixstream.testkit.Lane.await;
import static dev.pixstream.testkit.Lane.delivered;
import static dev.pixstream.testkit.Lane.empty;
import static dev.pixstream.testkit.Lane.numbers;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.model.Arrival;
import dev.pixstream.core.model.Channel;
import dev.pixstream.core.model.IterationId;
import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.AppendOutcome;
import dev.pixstream.core.store.AppendOutcome.Part;
import dev.pixstream.core.store.CloseOutcome;
import dev.pixstream.core.store.Expiry;
import dev.pixstream.core.store.MessageLog.NewMessage;
import dev.pixstream.core.store.PullOutcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every coordinator promises of delivery (contract, promises 1 to 8). */
public abstract class StreamCoordinatorContract extends LaneContract {
  private static final Duration LEASE = LaneStore.RULES.lease();
  private static final List<Arrival.Waiting> WAITING = List.of(new Arrival.Waiting("testnode", 10));
  private static final Duration MOMENT = Duration.ofMillis(500);

  @Test
  void an_empty_lane_gives_nothing_and_an_id_to_go_on_with() {
    var id = empty(lane().open(10));
    assertEquals(id, empty(lane().pull(id, 10)));
  }

  @Test
  @Tag("delivery.1")
  void batches_follow_the_order_of_storing_and_never_overlap() {
    lane().store(25);
    var first = lane().opened(10);
    var second = lane().opened(10);
    assertBatch(1, 10, first);
    assertBatch(11, 20, second);
    assertBatch(21, 25, lane().pull(first.next(), 10));
    empty(lane().pull(second.next(), 10));
  }

  @Test
  void one_message_goes_to_a_taker_of_one() {
    lane().store(3);
    var first = lane().opened(1);
    assertBatch(1, 1, first);
    assertBatch(2, 2, lane().pull(first.next(), 1));
  }

  @Test
  @Tag("store.18")
  void lanes_do_not_touch_each_other() {
    var other = anotherLane();
    lane().store(2);
    other.store(3);
    assertBatch(1, 3, other.open(10));
    assertBatch(1, 2, lane().open(10));
  }

  @Test
  @Tag("store.18")
  void lanes_of_one_institution_on_several_channels_share_nothing() {
    var ispb = lane().id().ispb();
    var lanes =
        Arrays.stream(Channel.values())
            .map(channel -> new Lane(store(), new LaneId(channel, ispb).value()))
            .toList();
    for (int i = 0; i < lanes.size(); i++) {
      lanes.get(i).store(i + 1);
    }
    for (int i = 0; i < lanes.size(); i++) {
      var batch = lanes.get(i).opened(10);
      assertBatch(1, i + 1, batch);
      assertEquals(CloseOutcome.Ended.class, lanes.get(i).close(batch.next()).getClass());
    }
  }

  @Test
  @Tag("store.19")
  void messages_for_several_lanes_are_stored_together() {
    var other = anotherLane();
    empty(other.open(10));
    var stored = append(List.of(lane().message(1), other.message(1), lane().message(2)));

    var parts = assertInstanceOf(AppendOutcome.Stored.class, stored).parts();
    assertEquals(List.of(lane().id(), other.id()), parts.stream().map(Part::lane).toList());
    assertEquals(List.of(2, 1), parts.stream().map(Part::inserted).toList());
    assertEquals(WAITING, parts.getLast().arrival().waiting());
    assertBatch(1, 2, lane().open(10));
    assertBatch(1, 1, other.open(10));
  }

  @Test
  @Tag("store.19")
  void if_one_of_several_lanes_refuses_none_gets_anything() {
    var other = anotherLane();
    other.store(1);
    var conflict = other.message(1, "of other content");

    assertEquals(
        new AppendOutcome.Conflict(other.id(), conflict.key()),
        append(List.of(lane().message(1), conflict, anotherLane().message(1))));
    empty(lane().open(10));
    assertBatch(1, 1, other.open(10));
  }

  private AppendOutcome append(List<NewMessage> messages) {
    return await(store().log().append(messages));
  }

  @Test
  @Tag("delivery.2")
  void a_retry_gets_the_very_same_batch_and_the_same_next_id() {
    lane().store(30);
    var first = lane().opened(10);
    var second = lane().pulled(first.next(), 10);
    var again = lane().pulled(first.next(), 10);
    assertEquals(second.next(), again.next());
    assertEquals(second.payloads(), again.payloads());
    assertEquals(0, again.redelivered());
    assertBatch(21, 30, lane().pull(second.next(), 10));
  }

  @Test
  @Tag("delivery.2")
  void a_retry_after_a_204_gets_the_batch_that_came_meanwhile() {
    var id = empty(lane().open(10));
    lane().store(5);
    var batch = lane().pulled(id, 10);
    assertEquals(batch.next(), lane().pulled(id, 10).next());
  }

  @Test
  @Tag("delivery.3")
  void a_retry_starts_the_lease_anew() {
    lane().store(10);
    var id = lane().opened(5).next();
    lane().pulled(id, 5);
    store().advance(LEASE.minus(MOMENT));
    var again = lane().pulled(id, 5);
    store().advance(LEASE.minus(MOMENT));
    assertEquals(0, lane().expire());
    empty(lane().pull(again.next(), 5));
  }

  @Test
  @Tag("delivery.2")
  void a_retry_that_accepts_too_few_is_refused_and_the_batch_stays() {
    lane().store(20);
    var id = lane().opened(10).next();
    lane().pulled(id, 10);
    assertInstanceOf(PullOutcome.NotAcceptable.class, lane().pull(id, 1));
    assertBatch(11, 20, lane().pull(id, 10));
  }

  @Test
  @Tag("delivery.5")
  void an_id_older_than_the_previous_one_is_closed_and_changes_nothing() {
    lane().store(40);
    var first = lane().opened(10).next();
    var second = lane().pulled(first, 10).next();
    var third = lane().pulled(second, 10).next();
    assertInstanceOf(PullOutcome.Closed.class, lane().pull(first, 10));
    assertInstanceOf(CloseOutcome.AlreadyClosed.class, lane().close(first));
    assertBatch(31, 40, lane().pull(third, 10));
  }

  @Test
  @Tag("delivery.5")
  void the_previous_id_gets_nothing_more_once_its_batch_was_confirmed_but_still_closes() {
    lane().store(20);
    var first = lane().opened(10).next();
    var second = lane().pulled(first, 10).next();
    empty(lane().pull(second, 10));
    assertInstanceOf(PullOutcome.Closed.class, lane().pull(first, 10));
    assertEquals(second, empty(lane().pull(second, 10)));
    var ended = assertInstanceOf(CloseOutcome.Ended.class, lane().close(first));
    assertEquals(0, ended.returned().messages());
    assertInstanceOf(PullOutcome.Closed.class, lane().pull(second, 10));
    empty(lane().open(10));
  }

  @Test
  @Tag("delivery.4")
  void an_id_that_never_was_or_is_another_lanes_is_unknown() {
    lane().store(1);
    var id = lane().opened(1).next();
    var other = anotherLane();
    assertInstanceOf(PullOutcome.Unknown.class, other.pull(id, 1));
    assertInstanceOf(CloseOutcome.Unknown.class, other.close(id));
    assertInstanceOf(PullOutcome.Unknown.class, lane().pull(new IterationId("0000neverwas"), 1));
    assertInstanceOf(CloseOutcome.Unknown.class, lane().close(new IterationId("0000neverwas")));
  }

  @Test
  @Tag("delivery.5")
  void closing_with_the_latest_id_confirms() {
    lane().store(10);
    var id = lane().opened(10).next();
    assertInstanceOf(CloseOutcome.Ended.class, lane().close(id));
    empty(lane().open(10));
    assertInstanceOf(PullOutcome.Closed.class, lane().pull(id, 10));
    assertInstanceOf(CloseOutcome.AlreadyClosed.class, lane().close(id));
  }

  @Test
  @Tag("delivery.5")
  void closing_with_the_previous_id_puts_the_batch_back() {
    lane().store(20);
    var first = lane().opened(10).next();
    var second = lane().pulled(first, 10).next();
    var ended = assertInstanceOf(CloseOutcome.Ended.class, lane().close(first));
    assertEquals(10, ended.returned().messages());
    assertInstanceOf(PullOutcome.Closed.class, lane().pull(second, 10));
    assertInstanceOf(CloseOutcome.AlreadyClosed.class, lane().close(second));
    var again = lane().opened(10);
    assertBatch(11, 20, again);
    assertEquals(10, again.redelivered());
  }

  @Test
  @Tag("delivery.5")
  void closing_a_stream_that_never_had_a_batch() {
    var id = empty(lane().open(10));
    assertInstanceOf(CloseOutcome.Ended.class, lane().close(id));
    assertInstanceOf(PullOutcome.Closed.class, lane().pull(id, 10));
  }

  @Test
  @Tag("delivery.5")
  void closing_with_the_id_that_opened_puts_the_first_batch_back() {
    var id = empty(lane().open(10));
    lane().store(4);
    lane().pulled(id, 10);
    var ended = assertInstanceOf(CloseOutcome.Ended.class, lane().close(id));
    assertEquals(4, ended.returned().messages());
    assertBatch(1, 4, lane().open(10));
  }

  @Test
  @Tag("delivery.3")
  void an_ended_lease_frees_batch_and_slot_and_fences_the_stream() {
    lane().store(10);
    var late = lane().opened(10).next();
    store().advance(LEASE.plus(MOMENT));
    assertEquals(10, lane().expire());
    assertInstanceOf(PullOutcome.Closed.class, lane().pull(late, 10));
    assertInstanceOf(CloseOutcome.AlreadyClosed.class, lane().close(late));
    var again = lane().opened(10);
    assertBatch(1, 10, again);
    assertEquals(10, again.redelivered());
  }

  @Test
  @Tag("delivery.4")
  void a_late_pull_is_fenced_also_before_anybody_looked_for_ended_leases() {
    lane().store(10);
    var late = lane().opened(10).next();
    store().advance(LEASE.plus(MOMENT));
    assertInstanceOf(PullOutcome.Closed.class, lane().pull(late, 10));
    assertBatch(1, 10, lane().open(10));
  }

  @Test
  @Tag("polling.2")
  void a_start_that_ends_leases_to_make_room_wakes_the_waiters() {
    lane().store(50);
    for (int i = 0; i < 5; i++) {
      lane().opened(10);
    }
    store().advance(LEASE.minus(MOMENT));
    empty(lane().open(10));
    store().advance(MOMENT.multipliedBy(2));

    var opening = lane().opening(10);

    assertBatch(1, 10, opening.outcome());
    assertEquals(5, opening.expiry().streams());
    assertEquals(new Arrival(50, WAITING), opening.expiry().returned());
  }

  @Test
  @Tag("polling.2")
  void a_late_pull_wakes_waiters_for_the_returned_messages() {
    lane().store(20);
    var first = lane().opened(10).next();
    var second = lane().pulled(first, 10).next();
    store().advance(LEASE.minus(MOMENT));
    empty(lane().open(10));
    store().advance(MOMENT.multipliedBy(2));

    var retry = lane().pulling(first, 10);

    assertInstanceOf(PullOutcome.Closed.class, retry.outcome());
    assertEquals(new Expiry(1, new Arrival(10, WAITING)), retry.expiry());
    assertEquals(Expiry.NONE, lane().pulling(second, 10).expiry());
  }

  @Test
  @Tag("polling.2")
  void a_late_pull_with_the_latest_id_tells_so_too() {
    lane().store(10);
    var id = lane().opened(10).next();
    store().advance(LEASE.minus(MOMENT));
    empty(lane().open(10));
    store().advance(MOMENT.multipliedBy(2));
    assertEquals(new Expiry(1, new Arrival(10, WAITING)), lane().pulling(id, 10).expiry());
  }

  @Test
  @Tag("delivery.4")
  void a_late_close_confirms_nothing() {
    lane().store(10);
    var late = lane().opened(10).next();
    store().advance(LEASE.plus(MOMENT));
    var outcome = assertInstanceOf(CloseOutcome.AlreadyClosed.class, lane().close(late));
    assertEquals(10, outcome.returned().messages());
    assertBatch(1, 10, lane().open(10));
  }

  @Test
  @Tag("delivery.4")
  void a_late_retry_is_fenced_too() {
    lane().store(20);
    var first = lane().opened(10).next();
    lane().pulled(first, 10);
    store().advance(LEASE.plus(MOMENT));
    assertInstanceOf(PullOutcome.Closed.class, lane().pull(first, 10));
    assertBatch(11, 20, lane().open(10));
  }

  @Test
  @Tag("delivery.3")
  void only_lanes_with_an_ended_lease_are_due() {
    lane().store(30);
    var steady = lane().opened(10).next();
    var dead = anotherLane();
    dead.store(1);
    dead.opened(1);
    store().advance(LEASE.minus(MOMENT));
    steady = lane().pulled(steady, 10).next();
    store().advance(MOMENT.multipliedBy(2));
    assertEquals(
        List.of(dead.id()),
        await(store().coordinator().due(10_000)).stream()
            .filter(i -> i.equals(lane().id()) || i.equals(dead.id()))
            .toList());
    assertEquals(1, dead.expire());
    assertBatch(21, 30, lane().pull(steady, 10));
  }

  @Test
  @Tag("delivery.8")
  void six_streams_are_open_and_the_seventh_is_refused_until_one_ends() {
    lane().store(60);
    IterationId one = lane().opened(1).next();
    for (int i = 1; i < 6; i++) {
      lane().opened(1);
    }
    assertInstanceOf(PullOutcome.TooManyStreams.class, lane().open(1));
    lane().close(one);
    lane().opened(1);
    assertInstanceOf(PullOutcome.TooManyStreams.class, lane().open(1));
  }

  @Test
  @Tag("delivery.3")
  void ended_leases_make_room_without_waiting_for_anybody() {
    lane().store(6);
    for (int i = 0; i < 6; i++) {
      lane().opened(1);
    }
    store().advance(LEASE.plus(MOMENT));
    var next = lane().opened(10);
    assertBatch(1, 6, next);
    assertEquals(6, next.redelivered());
  }

  @Test
  @Tag("delivery.7")
  void returned_messages_come_first_and_the_batch_is_filled_up_with_new_ones() {
    lane().store(1);
    var id = empty(lane().pull(lane().opened(10).next(), 10));
    lane().store(2);
    var lost = lane().pulled(id, 1).next();
    var keeps = lane().opened(1);
    assertBatch(3, 3, keeps);
    lane().store(12);
    lane().close(id);
    var batch = lane().opened(10);
    assertEquals(List.of(2, 4, 5, 6, 7, 8, 9, 10, 11, 12), numbers(batch));
    assertEquals(1, batch.redelivered());
    assertInstanceOf(PullOutcome.Closed.class, lane().pull(lost, 1));
    assertBatch(13, 15, lane().pull(batch.next(), 10));
  }

  @Test
  @Tag("delivery.2")
  void a_batch_of_several_ranges_is_sent_again_and_returned_as_a_whole() {
    lane().store(12);
    var opened = lane().opened(1);
    var second = lane().pulled(opened.next(), 1);
    lane().opened(1);
    lane().close(opened.next());
    var other = lane().opened(1);
    assertBatch(2, 2, other);
    assertEquals(1, other.redelivered());
    var mixed = lane().pulled(other.next(), 10);
    assertBatch(4, 12, mixed);
    assertEquals(mixed.payloads(), lane().pulled(other.next(), 10).payloads());
    var ended = assertInstanceOf(CloseOutcome.Ended.class, lane().close(other.next()));
    assertEquals(9, ended.returned().messages());
    assertInstanceOf(PullOutcome.Closed.class, lane().pull(second.next(), 1));
    assertBatch(4, 12, lane().open(10));
  }

  @Test
  @Tag("delivery.7")
  void a_returned_range_is_split_among_small_claims_in_order() {
    lane().store(15);
    var id = lane().opened(5).next();
    lane().pulled(id, 10);
    lane().close(id);
    var one = lane().opened(1);
    assertBatch(6, 6, one);
    var four = lane().opened(4);
    assertBatch(7, 10, four);
    assertEquals(4, four.redelivered());
    assertBatch(11, 15, lane().pull(one.next(), 10));
  }

  @Test
  void a_batch_that_could_not_be_sent_stays_for_a_grace_only() {
    lane().store(10);
    var batch = lane().opened(10);
    await(store().coordinator().grace(lane().id(), batch));
    store().advance(LaneStore.RULES.grace().minus(MOMENT));
    assertEquals(0, lane().expire());
    store().advance(MOMENT.multipliedBy(2));
    assertTrue(await(store().coordinator().due(10_000)).contains(lane().id()));
    assertEquals(10, lane().expire());
  }

  @Test
  void a_live_collector_gets_a_batch_in_its_grace_again_with_a_full_lease() {
    lane().store(20);
    var id = lane().opened(10).next();
    await(store().coordinator().grace(lane().id(), lane().pulled(id, 10)));
    assertBatch(11, 20, lane().pull(id, 10));
    store().advance(LEASE.minus(MOMENT));
    assertFalse(await(store().coordinator().due(10_000)).contains(lane().id()));
    assertEquals(0, lane().expire());
  }

  @Test
  @Tag("polling.4")
  void a_grace_that_comes_after_the_batch_was_sent_again_changes_nothing() {
    lane().store(20);
    var id = lane().opened(10).next();
    var unsent = lane().pulled(id, 10);
    var sent = lane().pulled(id, 10);
    await(store().coordinator().grace(lane().id(), unsent));
    store().advance(LEASE.minus(MOMENT.multipliedBy(10)));
    assertEquals(0, lane().expire());
    empty(lane().pull(sent.next(), 10));
  }

  @Test
  @Tag("polling.4")
  void a_grace_that_comes_after_the_confirmation_changes_nothing() {
    lane().store(10);
    var batch = lane().opened(10);
    var id = empty(lane().pull(batch.next(), 10));
    await(store().coordinator().grace(lane().id(), batch));
    store().advance(LaneStore.RULES.grace().plus(MOMENT));
    assertEquals(0, lane().expire());
    assertEquals(id, empty(lane().pull(id, 10)));
  }

  @Test
  @Tag("delivery.6")
  void after_a_crash_what_may_have_been_delivered_says_so() {
    lane().store(30);
    var held = lane().opened(10);
    store().crash();
    var batch = lane().pulled(held.next(), 10);
    assertBatch(11, 20, batch);
    assertEquals(10, batch.redelivered());
    assertNotEquals(held.next(), batch.next());
    var fresh = anotherLane();
    fresh.store(1);
    assertEquals(0, delivered(fresh.open(1)).redelivered());
  }
}
