package dev.pixstream.testkit;

import static dev.pixstream.testkit.Lane.assertBatch;
import static dev.pixstream.testkit.Lane.await;
import static dev.pixstream.testkit.Lane.empty;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.model.IterationIds;
import dev.pixstream.core.model.SeqRange;
import dev.pixstream.core.store.CloseOutcome;
import dev.pixstream.core.store.PullOutcome;
import dev.pixstream.core.store.view.LaneDetail;
import dev.pixstream.core.store.view.LaneSample;
import dev.pixstream.core.store.view.LaneState;
import dev.pixstream.core.store.view.LaneTotals;
import dev.pixstream.core.store.view.LaneView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How lanes stand, as people see it: the same, whoever has the claims. */
public abstract class LaneViewContract extends LaneContract {
  private static final int ALL = 1_000;

  private LaneSample sample(Optional<Instant> since) {
    return await(store().view().sample(since, Set.of(lane().id())));
  }

  private LaneState state() {
    return state(sample(Optional.empty()));
  }

  private LaneState state(LaneSample sample) {
    return sample.lanes().stream()
        .filter(state -> state.lane().equals(lane().id()))
        .findFirst()
        .orElseThrow();
  }

  private LaneDetail detail() {
    return state().detail().orElseThrow();
  }

  private LaneView.Ended end(Lane lane, long stream) {
    return await(store().view().end(lane.id(), stream));
  }

  /** A stream that reads five and goes, leaving the next five to others. */
  private void returnFive() {
    var first = lane().opened(5);
    lane().pulled(first.next(), 5);
    lane().close(first.next());
  }

  @Test
  void a_lane_that_nobody_reads_has_what_was_stored_to_deliver() {
    lane().store(30);

    var state = state();

    assertEquals(30, state.stored());
    assertEquals(0, state.head());
    assertEquals(30, state.backlog());
    assertTrue(state.oldest().isPresent());
    assertEquals(0, state.streams());
  }

  @Test
  @Tag("store.8")
  void unconfirmed_deliveries_are_in_flight_and_no_backlog() {
    lane().store(30);
    lane().opened(10);
    returnFive();

    var state = state();

    assertEquals(20, state.head());
    assertEquals(15, state.backlog());
    assertEquals(10, state.inFlight());
    assertEquals(1, state.streams());
    assertEquals(0, state.waiting());
  }

  @Test
  void the_oldest_of_the_backlog_is_what_was_returned_first() {
    lane().store(10);
    var stored = state().oldest().orElseThrow();
    returnFive();
    store().advance(Duration.ofMinutes(1));
    lane().store(5);

    assertTrue(state().oldest().orElseThrow().isBefore(stored.plusSeconds(30)));
    var last = lane().opened(5);
    assertTrue(state().oldest().orElseThrow().isAfter(stored.plusSeconds(30)));
    lane().pulled(last.next(), 5);
    assertEquals(Optional.empty(), state().oldest());
    assertEquals(0, state().backlog());
  }

  @Test
  void who_waits_is_told_until_the_wait_is_over() {
    lane().store(1);
    var batch = lane().opened(1);
    empty(lane().pull(batch.next(), 1));
    assertEquals(1, state().waiting());
    var stream = detail().streams().getFirst();
    assertTrue(stream.waits());
    assertEquals(List.of(), stream.ranges());
    assertEquals("testnode", stream.node());

    store().advance(Lane.WAIT.plusSeconds(1));

    assertEquals(0, state().waiting());
    assertEquals(1, state().streams());
    assertFalse(detail().streams().getFirst().waits());
  }

  @Test
  void a_lane_that_is_watched_tells_its_streams_and_what_was_returned() {
    lane().store(40);
    var first = lane().opened(10);
    var second = lane().opened(10);
    var batch = lane().pulled(second.next(), 10);
    returnFive();

    var detail = detail();

    assertEquals(List.of(new SeqRange(35, 40)), detail.returned());
    assertEquals(2, detail.streams().size());
    var old = detail.streams().getFirst();
    assertEquals(List.of(new SeqRange(0, 10)), old.ranges());
    assertEquals(10, old.messages());
    assertEquals(Optional.of(1), old.batch());
    assertMoment(first.leaseUntil(), old.leaseUntil());
    assertMoment(first.leaseUntil().minusSeconds(60), old.opened());
    var young = detail.streams().get(1);
    assertEquals(Optional.of(2), young.batch());
    assertEquals(List.of(new SeqRange(20, 30)), young.ranges());
    assertMoment(batch.leaseUntil().minusSeconds(60), young.pulled());
    assertTrue(young.number() > old.number());
    assertFalse(young.digest().equals(old.digest()));
    assertTrue(young.digest().matches("[0-9a-f]{8}"), young.digest());
  }

  @Test
  void a_lane_that_is_not_watched_tells_no_streams() {
    lane().store(1);
    lane().opened(1);
    var sample = await(store().view().sample(Optional.empty(), Set.of()));
    assertEquals(Optional.empty(), state(sample).detail());
    assertEquals(1, state(sample).streams());
  }

  @Test
  void a_batch_of_several_ranges_says_how_much_of_it_was_delivered_before() {
    lane().store(20);
    lane().opened(5);
    lane().opened(5);
    detail().streams().forEach(stream -> end(lane(), stream.number()));
    assertEquals(10, lane().opened(10).redelivered());

    var stream = detail().streams().getFirst();

    assertEquals(10, stream.redelivered());
    assertEquals(List.of(new SeqRange(0, 5), new SeqRange(5, 10)), stream.ranges());
  }

  @Test
  @Tag("store.8")
  void redeliveries_are_counted_since_the_sample_before_and_for_a_quarter_of_an_hour() {
    lane().store(20);
    var before = sample(Optional.empty());
    returnFive();
    assertEquals(0, state(sample(Optional.of(before.time()))).redelivered());
    var again = lane().opened(5);
    assertEquals(5, again.redelivered());

    var after = sample(Optional.of(before.time()));
    assertEquals(5, state(after).redelivered());
    assertEquals(5, state(after).redeliveredLately());
    var later = state(sample(Optional.of(after.time())));
    assertEquals(0, later.redelivered());
    assertEquals(5, later.redeliveredLately());
    store().advance(Duration.ofMinutes(17));
    assertEquals(0, state().redeliveredLately());
  }

  @Test
  void processed_messages_are_counted_since_the_last_sample() {
    ProcessingContract.confirm(lane(), 20, 10);
    var before = sample(Optional.empty());
    var worker = new Worker(store(), "worker");
    worker.take(10, 500, lane()).forEach(worker::complete);

    var after = sample(Optional.of(before.time()));

    assertEquals(20, state(after).processed());
    assertEquals(0, state(sample(Optional.of(after.time()))).processed());
    assertEquals(0, state().backlog());
  }

  @Test
  void dead_letters_are_counted() {
    ProcessingContract.confirm(lane(), 3, 3);
    var worker = new Worker(store(), "worker");
    worker.take(1, 500, lane()).forEach(job -> worker.fail(job, Worker.dead(2)));

    assertEquals(1, state().dead());
  }

  @Test
  @Tag("store.8")
  void a_forced_close_gives_the_batch_back_and_ends_the_stream() {
    lane().store(20);
    var batch = lane().opened(10);
    var number = detail().streams().getFirst().number();

    assertFalse(end(anotherLane(), number).ended());
    assertFalse(end(lane(), number + 1).ended());
    var ended = end(lane(), number);

    assertTrue(ended.ended());
    assertEquals(10, ended.returned().messages());
    assertEquals(Optional.empty(), ended.waiter());
    assertInstanceOf(PullOutcome.Closed.class, lane().pull(batch.next(), 10));
    assertInstanceOf(CloseOutcome.AlreadyClosed.class, lane().close(batch.next()));
    assertEquals(20, state().backlog());
    assertEquals(0, state().streams());
    assertFalse(end(lane(), number).ended());
    assertBatch(1, 10, lane().opened(10));
  }

  @Test
  void who_waits_in_a_stream_that_is_ended_is_named_and_who_waits_beside_it_is_told() {
    lane().store(5);
    var batch = lane().opened(5);
    var other = empty(lane().open(10));
    var waits = detail().streams().get(1).number();
    var returned = end(lane(), detail().streams().getFirst().number()).returned();
    assertEquals(5, returned.messages());
    assertEquals(1, returned.waiting().size());

    var ended = end(lane(), waits);

    assertEquals(Optional.of(other), ended.waiter());
    assertEquals(0, ended.returned().messages());
    assertInstanceOf(PullOutcome.Closed.class, lane().pull(other, 5));
    assertInstanceOf(PullOutcome.Closed.class, lane().pull(batch.next(), 5));
  }

  @Test
  @Tag("store.8")
  void totals_are_those_of_all_lanes() {
    var before = totals();
    lane().store(25);
    lane().opened(10);
    var other = anotherLane();
    other.store(7);
    empty(anotherLane().open(1));

    var after = totals();

    assertEquals(22, after.backlog() - before.backlog());
    assertEquals(2, after.backlogLanes() - before.backlogLanes());
    assertEquals(10, after.leased() - before.leased());
    assertEquals(2, after.streams() - before.streams());
    assertEquals(15, named(after, lane()).messages());
    assertEquals(7, named(after, other).messages());
    assertTrue(await(store().view().totals(1)).lanes().size() <= 2);
  }

  @Test
  void the_age_of_the_backlog_is_that_of_its_oldest_message() {
    lane().store(5);
    store().advance(Duration.ofMinutes(10));
    lane().store(5);

    assertBetween(600, 660, named(totals(), lane()).age());
    assertTrue(totals().backlogAge().toSeconds() >= 600);
    lane().opened(5);
    assertBetween(0, 60, named(totals(), lane()).age());
  }

  @Test
  @Tag("store.8")
  void a_job_not_taken_is_queued() {
    var before = totals().queued();
    lane().store(25);
    lane().opened(10);
    returnFive();
    assertEquals(1, totals().queued() - before);
    var id = new IterationIds().next();
    var batch = Lane.delivered(await(store().coordinator().open(lane().request(id, 5))).outcome());
    lane().close(batch.next());
    assertEquals(2, totals().queued() - before);

    var worker = new Worker(store(), "worker");
    var jobs = worker.take(1, 500, lane());

    assertEquals(0, totals().queued() - before);
    store().advance(Duration.ofSeconds(31));
    assertEquals(0, totals().queued() - before);
    worker.take(1, 500, lane()).forEach(worker::complete);
    assertEquals(0, totals().queued() - before);
    assertEquals(1, jobs.size());
  }

  private LaneTotals totals() {
    return await(store().view().totals(ALL));
  }

  private static LaneTotals.LaneBacklog named(LaneTotals totals, Lane lane) {
    return totals.lanes().stream()
        .filter(found -> found.lane().equals(lane.id()))
        .findFirst()
        .orElseThrow();
  }

  private static void assertBetween(long from, long to, Duration age) {
    assertTrue(age.toSeconds() >= from && age.toSeconds() <= to, age::toString);
  }

  /** The same moment to the millisecond. */
  private static void assertMoment(Instant expected, Instant actual) {
    assertTrue(
        Duration.between(expected, actual).abs().toMillis() <= 1,
        () -> expected + " but " + actual);
  }
}
