package dev.pixstream.testkit;

import static dev.pixstream.testkit.Lane.await;
import static dev.pixstream.testkit.Lane.empty;
import static dev.pixstream.testkit.Lane.range;
import static dev.pixstream.testkit.Worker.VISIBILITY;
import static dev.pixstream.testkit.Worker.numbers;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.SeqRange;
import dev.pixstream.core.store.queue.Job;
import dev.pixstream.core.store.queue.ProcessingQueue.Waiting;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every queue promises of taking work (contract, After confirmation). */
public abstract class ProcessingQueueContract extends ProcessingContract {

  @Test
  @Tag("processing.1")
  void a_batch_that_a_pull_confirms_is_taken() {
    lane().store(15);
    var batch = lane().opened(10);
    assertEquals(List.of(), worker().take(50, 500, lane()));
    lane().pulled(batch.next(), 10);
    var job = worker().take(50, 500, lane()).getFirst();
    assertEquals(range(1, 10), numbers(job));
    assertEquals(lane().id(), job.lane());
    assertEquals(1, job.attempt());
  }

  @Test
  @Tag("processing.1")
  void a_batch_that_a_pull_with_nothing_to_deliver_confirms_is_taken() {
    lane().store(3);
    empty(lane().pull(lane().opened(10).next(), 10));
    assertEquals(range(1, 3), numbers(worker().take(50, 500, lane())));
  }

  @Test
  @Tag("processing.1")
  void a_batch_that_a_delete_confirms_is_taken() {
    lane().store(3);
    lane().close(lane().opened(10).next());
    assertEquals(range(1, 3), numbers(worker().take(50, 500, lane())));
  }

  @Test
  @Tag("processing.1")
  void a_batch_that_is_leased_released_or_expired_is_not_taken() {
    lane().store(30);
    var expires = lane().opened(5);
    var confirms = lane().opened(5);
    var released = lane().pulled(confirms.next(), 5);
    lane().close(confirms.next());
    store().advance(LaneStore.RULES.lease().plus(MOMENT));
    assertEquals(5, lane().expire());
    lane().opened(1);
    assertEquals(range(6, 10), numbers(worker().take(50, 500, lane())));
    lane().pull(expires.next(), 5);
    lane().pull(released.next(), 5);
    assertEquals(List.of(), worker().take(50, 500, lane()));
  }

  @Test
  @Tag("processing.1")
  void a_batch_of_several_ranges_is_taken_whole() {
    lane().store(20);
    var first = lane().opened(4);
    var stays = lane().opened(4);
    var third = lane().pulled(first.next(), 4);
    lane().close(first.next());
    assertEquals(4, third.payloads().size());
    store().advance(LaneStore.RULES.lease().plus(MOMENT));
    lane().expire();
    var mixed = lane().opened(10);
    assertEquals(List.of(5, 6, 7, 8, 9, 10, 11, 12, 13, 14), Lane.numbers(mixed));
    lane().close(mixed.next());
    var job = worker().take(50, 500, lane()).getFirst();
    assertEquals(List.of(new SeqRange(0, 14)), job.ranges());
    lane().pull(stays.next(), 10);
  }

  @Test
  @Tag("processing.3")
  void messages_are_taken_once_in_the_order_of_their_confirmation() {
    lane().store(30);
    var first = lane().opened(10);
    var second = lane().opened(10);
    lane().close(second.next());
    lane().close(first.next());
    confirm(lane(), 10, 10);
    var jobs = worker().take(50, 20, lane());
    assertEquals(List.of(new SeqRange(10, 20), new SeqRange(0, 10)), jobs.getFirst().ranges());
    assertEquals(range(21, 30), numbers(jobs.getLast()));
    assertEquals(List.of(), other().take(50, 20, lane()));
    jobs.forEach(job -> assertTrue(worker().complete(job)));
    store().advance(VISIBILITY.multipliedBy(2));
    assertEquals(List.of(), worker().take(50, 20, lane()));
  }

  @Test
  @Tag("processing.4")
  void a_job_holds_as_many_batches_as_fit() {
    confirm(lane(), 70, 10);
    var sizes = worker().take(2, 25, lane()).stream().map(Job::size).toList();
    assertEquals(List.of(20, 20), sizes);
    sizes = worker().take(2, 5, lane()).stream().map(Job::size).toList();
    assertEquals(List.of(10, 10), sizes);
    sizes = worker().take(2, 500, lane()).stream().map(Job::size).toList();
    assertEquals(List.of(10), sizes);
  }

  @Test
  @Tag("processing.4")
  void lanes_take_turns() {
    var busy = List.of(anotherLane(), anotherLane());
    var quiet = anotherLane();
    busy.forEach(lane -> confirm(lane, 100, 10));
    confirm(quiet, 10, 10);
    var jobs = worker().take(6, 10, busy.getFirst(), quiet, lane(), busy.getLast());
    assertEquals(6, jobs.size());
    assertEquals(1, jobs.stream().filter(job -> job.lane().equals(quiet.id())).count());
    for (var lane : busy) {
      assertTrue(jobs.stream().filter(job -> job.lane().equals(lane.id())).count() >= 2);
    }
  }

  @Test
  @Tag("processing.4")
  void who_asks_for_fewer_jobs_than_lanes_comes_to_each_of_them() {
    Set<LaneId> seen = new HashSet<>();
    var many = new Lane[] {anotherLane(), anotherLane(), anotherLane()};
    for (var lane : many) {
      confirm(lane, 40, 1);
    }
    for (int i = 0; i < 40 && seen.size() < 3; i++) {
      worker().take(1, 1, many).forEach(job -> seen.add(job.lane()));
    }
    assertEquals(3, seen.size());
  }

  @Test
  @Tag("processing.4")
  void only_requested_lanes_are_queried() {
    var unasked = anotherLane();
    confirm(unasked, 5, 10);
    assertEquals(List.of(), worker().take(50, 500, lane()));
    assertEquals(List.of(), worker().take(50, 500));
    assertEquals(1, worker().take(50, 500, unasked, unasked).size());
  }

  @Test
  @Tag("processing.3")
  void a_job_is_nobody_elses_until_its_visibility_timeout_ends() {
    confirm(lane(), 10, 10);
    var job = worker().take(50, 500, lane()).getFirst();
    store().advance(VISIBILITY.minus(MOMENT.multipliedBy(4)));
    assertEquals(List.of(), other().take(50, 500, lane()));
    store().advance(MOMENT.multipliedBy(5));
    var again = other().take(50, 500).getFirst();
    assertEquals(job.ranges(), again.ranges());
    assertEquals(2, again.attempt());
    assertNotEquals(job.token(), again.token());
    assertEquals(List.of(), worker().take(50, 500, lane()));
    store().advance(VISIBILITY.plus(MOMENT));
    assertEquals(3, worker().take(50, 500).getFirst().attempt());
  }

  @Test
  @Tag("processing.3")
  void a_worker_that_outlived_its_visibility_timeout_changes_nothing() {
    confirm(lane(), 10, 10);
    var late = worker().take(50, 500, lane()).getFirst();
    store().advance(VISIBILITY.plus(MOMENT));
    var job = other().take(50, 500).getFirst();
    assertFalse(worker().complete(late));
    assertFalse(worker().fail(late, Worker.dead(1)));
    assertEquals(Set.of(), worker().extend(late));
    assertTrue(other().complete(job));
    assertFalse(worker().complete(late));
    assertFalse(other().complete(job));
    assertFalse(other().fail(job, Worker.dead(1)));
    store().advance(VISIBILITY.plus(MOMENT));
    assertEquals(List.of(), worker().take(50, 500, lane()));
  }

  @Test
  @Tag("processing.3")
  void a_late_worker_whose_job_nobody_took_completes_it() {
    confirm(lane(), 10, 10);
    var job = worker().take(50, 500, lane()).getFirst();
    store().advance(VISIBILITY.plus(MOMENT));
    assertTrue(worker().complete(job));
    assertEquals(List.of(), other().take(50, 500, lane()));
  }

  @Test
  @Tag("processing.3")
  void extending_starts_the_visibility_timeout_anew() {
    confirm(lane(), 20, 10);
    var jobs = worker().take(50, 10, lane());
    var tokens = Set.of(jobs.getFirst().token(), jobs.getLast().token());
    assertEquals(tokens, worker().extend(jobs.getFirst(), jobs.getLast()));
    store().advance(VISIBILITY.minus(MOMENT.multipliedBy(4)));
    assertEquals(Set.of(jobs.getFirst().token()), worker().extend(jobs.getFirst()));
    store().advance(VISIBILITY.minus(MOMENT.multipliedBy(4)));
    var taken = other().take(50, 500);
    assertEquals(List.of(jobs.getLast().ranges()), taken.stream().map(Job::ranges).toList());
    assertEquals(Set.of(jobs.getFirst().token()), worker().extend(jobs.getFirst(), jobs.getLast()));
    assertTrue(worker().complete(jobs.getFirst()));
    assertEquals(Set.of(), worker().extend(jobs.getFirst()));
  }

  @Test
  @Tag("processing.6")
  void what_was_processed_can_be_put_on_the_queue_once_more() {
    confirm(lane(), 30, 10);
    worker().take(50, 500, lane()).forEach(worker()::complete);
    enqueue(new SeqRange(2, 4), new SeqRange(14, 30), new SeqRange(3, 5));
    var jobs = worker().take(50, 10, lane());
    assertEquals(
        List.of(range(3, 5), range(15, 24), range(25, 30)),
        jobs.stream().map(Worker::numbers).toList());
    assertEquals(List.of(), other().take(50, 500, lane()));
  }

  @Test
  @Tag("processing.6")
  void what_is_on_the_queue_or_not_confirmed_is_not_put_there_twice() {
    confirm(lane(), 20, 10);
    var running = worker().take(1, 10, lane()).getFirst();
    lane().store(10);
    lane().opened(10);
    enqueue(new SeqRange(0, 100));
    assertEquals(range(11, 20), numbers(other().take(50, 500, lane())));
    assertTrue(worker().complete(running));
  }

  @Test
  @Tag("processing.4")
  void lanes_with_work_that_was_never_taken_are_found_page_by_page() {
    // Their names are behind those of all other tests' lanes.
    var one = new Lane(store(), "icom:90000001");
    var done = new Lane(store(), "icom:90000002");
    var two = new Lane(store(), "icom:90000003");
    confirm(one, 1, 1);
    confirm(done, 1, 1);
    confirm(two, 1, 1);
    worker().take(50, 500, done);
    var before = Optional.of(LaneId.of("icom:90000000"));
    assertEquals(
        new Waiting(List.of(one.id(), two.id()), Optional.empty()),
        await(store().queue().waiting(before, 4)));
    var page = await(store().queue().waiting(before, 2));
    assertEquals(new Waiting(List.of(one.id()), Optional.of(done.id())), page);
    page = await(store().queue().waiting(page.last(), 1));
    assertEquals(new Waiting(List.of(two.id()), Optional.of(two.id())), page);
    assertEquals(
        new Waiting(List.of(), Optional.empty()), await(store().queue().waiting(page.last(), 1)));
    assertTrue(await(store().queue().waiting(Optional.empty(), 1000)).lanes().size() >= 2);
  }

  @Test
  @Tag("processing.4")
  void the_messages_of_a_job_are_loaded_in_its_order() {
    lane().store(30);
    var first = lane().opened(10);
    lane().close(lane().opened(10).next());
    lane().close(first.next());
    var job = worker().take(50, 500, lane()).getFirst();
    var payments = await(store().log().load(job.lane(), job.ranges()));
    assertEquals(numbers(job), payments.stream().map(payment -> (int) payment.seq()).toList());
    for (var payment : payments) {
      int number = (int) payment.seq();
      assertEquals(lane().id(), payment.lane());
      assertEquals(Lane.key(number), payment.key());
      assertEquals(
          "message " + number, new String(payment.payload().bytes(), StandardCharsets.UTF_8));
    }
    assertEquals(List.of(), await(store().log().load(job.lane(), List.of(new SeqRange(99, 101)))));
  }

  private void enqueue(SeqRange... ranges) {
    await(store().queue().enqueue(lane().id(), List.of(ranges)));
  }
}
