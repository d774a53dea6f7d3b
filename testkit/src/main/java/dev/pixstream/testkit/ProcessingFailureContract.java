package dev.pixstream.testkit;

import static dev.pixstream.testkit.Lane.await;
import static dev.pixstream.testkit.Lane.range;
import static dev.pixstream.testkit.Worker.VISIBILITY;
import static dev.pixstream.testkit.Worker.dead;
import static dev.pixstream.testkit.Worker.numbers;
import static dev.pixstream.testkit.Worker.retry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.model.SeqRange;
import dev.pixstream.core.store.queue.Failure;
import dev.pixstream.core.store.queue.Job;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every queue promises of messages that fail (contract, After confirmation). */
public abstract class ProcessingFailureContract extends ProcessingContract {
  private static final Duration DELAY = Duration.ofMinutes(1);

  @Test
  @Tag("processing.5")
  void neighbours_of_a_message_that_failed_are_processed() {
    var job = taken(10);
    assertTrue(worker().fail(job, retry(3, DELAY), dead(7)));
    store().advance(DELAY.plus(VISIBILITY));
    assertEquals(List.of(3), numbers(worker().take(50, 500, lane())));
    assertFalse(worker().complete(job));
  }

  @Test
  @Tag("processing.5")
  void a_message_that_failed_is_a_job_of_its_own_when_its_delay_is_over() {
    assertTrue(
        worker().fail(taken(10), retry(3, DELAY), retry(4, DELAY), retry(5, DELAY.plus(DELAY))));
    store().advance(DELAY.minus(MOMENT.multipliedBy(4)));
    assertEquals(List.of(), worker().take(50, 500, lane()));
    store().advance(MOMENT.multipliedBy(5));
    var jobs = worker().take(50, 500);
    assertEquals(
        Set.of(List.of(3), List.of(4)), Set.copyOf(jobs.stream().map(Worker::numbers).toList()));
    assertEquals(List.of(2, 2), jobs.stream().map(Job::attempt).toList());
    assertEquals(lane().id(), jobs.getFirst().lane());
    assertNotEquals(jobs.getFirst().token(), jobs.getLast().token());
    assertEquals(List.of(), other().take(50, 500));
    store().advance(DELAY);
    assertEquals(3, other().take(50, 500).size());
  }

  @Test
  @Tag("processing.5")
  void attempts_are_counted_until_one_succeeds() {
    var job = taken(1);
    for (int attempt = 1; attempt < 5; attempt++) {
      assertEquals(attempt, job.attempt());
      assertTrue(worker().fail(job, retry(1, DELAY)));
      assertFalse(worker().fail(job, retry(1, DELAY)));
      store().advance(DELAY.plus(MOMENT));
      job = worker().take(50, 500).getFirst();
    }
    assertTrue(worker().complete(job));
    assertFalse(worker().complete(job));
    store().advance(DELAY.plus(VISIBILITY));
    assertEquals(List.of(), worker().take(50, 500, lane()));
  }

  @Test
  @Tag("processing.5")
  void a_dead_message_is_not_taken() {
    assertTrue(worker().fail(taken(2), dead(1), retry(2, Duration.ZERO)));
    var job = worker().take(50, 500).getFirst();
    assertTrue(worker().fail(job, dead(2)));
    store().advance(Duration.ofDays(1));
    assertEquals(List.of(), worker().take(50, 500, lane()));
  }

  @Test
  @Tag("processing.6")
  void a_dead_message_that_is_put_on_the_queue_starts_anew_at_once() {
    assertTrue(worker().fail(taken(5), dead(2), dead(4)));
    await(store().queue().enqueue(lane().id(), List.of(new SeqRange(1, 3))));
    await(store().queue().enqueue(lane().id(), List.of(new SeqRange(1, 2))));
    var jobs = worker().take(50, 500, lane());
    assertEquals(
        Set.of(List.of(2), List.of(3)), Set.copyOf(jobs.stream().map(Worker::numbers).toList()));
    assertEquals(List.of(1, 1), jobs.stream().map(Job::attempt).toList());
  }

  @Test
  @Tag("processing.6")
  void a_message_that_is_processed_once_more_may_fail_anew() {
    assertTrue(worker().fail(taken(1), retry(1, Duration.ZERO)));
    assertTrue(worker().complete(worker().take(50, 500).getFirst()));
    await(store().queue().enqueue(lane().id(), List.of(new SeqRange(0, 1))));
    var job = worker().take(50, 500, lane()).getFirst();
    assertEquals(1, job.attempt());
    assertTrue(worker().fail(job, retry(1, Duration.ZERO)));
    assertEquals(2, worker().take(50, 500).getFirst().attempt());
  }

  @Test
  @Tag("processing.3")
  void a_retry_whose_worker_went_away_counts_and_comes_again() {
    assertTrue(worker().fail(taken(1), retry(1, Duration.ZERO)));
    var late = worker().take(50, 500).getFirst();
    assertEquals(2, late.attempt());
    store().advance(VISIBILITY.minus(MOMENT.multipliedBy(4)));
    assertEquals(List.of(), other().take(50, 500));
    assertEquals(Set.of(late.token()), worker().extend(late));
    store().advance(VISIBILITY.minus(MOMENT.multipliedBy(4)));
    assertEquals(List.of(), other().take(50, 500));
    store().advance(MOMENT.multipliedBy(5));
    var job = other().take(50, 500).getFirst();
    assertEquals(3, job.attempt());
    assertEquals(late.ranges(), job.ranges());
    assertFalse(worker().complete(late));
    assertFalse(worker().fail(late, dead(1)));
    assertEquals(Set.of(), worker().extend(late));
    assertTrue(other().complete(job));
  }

  @Test
  @Tag("processing.4")
  void lost_jobs_come_first_and_then_retries_and_then_what_was_never_taken() {
    var lost = taken(1);
    lane().store(2);
    var stream = lane().opened(1);
    stream = lane().pulled(stream.next(), 1);
    assertTrue(worker().fail(worker().take(1, 1, lane()).getFirst(), retry(2, DELAY)));
    lane().close(stream.next());
    store().advance(DELAY.plus(VISIBILITY));
    var jobs = worker().take(50, 500, lane());
    assertEquals(List.of(1, 2, 3), numbers(jobs));
    assertEquals(List.of(2, 2, 1), jobs.stream().map(Job::attempt).toList());
    assertEquals(lost.ranges(), jobs.getFirst().ranges());
    store().advance(VISIBILITY.plus(MOMENT));
    assertEquals(2, worker().take(2, 500, lane()).size());
    assertEquals(1, worker().take(2, 500, lane()).size());
  }

  @Test
  @Tag("processing.5")
  void a_failure_of_a_message_that_is_none_of_the_jobs_is_refused() {
    var job = taken(3);
    assertThrows(IllegalArgumentException.class, () -> worker().fail(job, dead(4)));
    assertThrows(IllegalArgumentException.class, () -> worker().fail(job, dead(2), dead(2)));
    assertTrue(worker().fail(job));
  }

  @Test
  @Tag("processing.5")
  void an_error_text_may_be_long_and_odd() {
    var job = taken(1);
    var odd = "\0\uD800 Ação 'x'".repeat(10_000);
    assertTrue(worker().fail(job, new Failure(1, odd, odd, Optional.of(Duration.ZERO))));
    job = worker().take(50, 500).getFirst();
    assertTrue(worker().fail(job, new Failure(1, odd, odd, Optional.empty())));
  }

  /** A job of the lane's first messages. */
  private Job taken(int messages) {
    confirm(lane(), messages, 10);
    var job = worker().take(1, 500, lane()).getFirst();
    assertEquals(range(1, messages), numbers(job));
    return job;
  }
}
