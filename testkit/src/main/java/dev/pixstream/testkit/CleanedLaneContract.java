package dev.pixstream.testkit;

import static dev.pixstream.testkit.Lane.assertBatch;
import static dev.pixstream.testkit.Lane.await;
import static dev.pixstream.testkit.Lane.empty;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.model.IterationId;
import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.CloseOutcome;
import dev.pixstream.core.store.PullOutcome;
import dev.pixstream.core.store.PullRequest;
import dev.pixstream.core.store.Pulled;
import dev.pixstream.core.store.queue.Cleaning.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every coordinator promises of ids whose batches the retention has removed (promise 4). */
public abstract class CleanedLaneContract extends LaneContract {
  private static final Duration PROCESSED_MAX = Duration.ofSeconds(60);

  /** A stream that lives and leases 31 to 40; what it confirmed before was removed. */
  private record Cleaned(
      List<IterationId> old, IterationId previous, PullOutcome.Delivered leased) {}

  private Cleaned cleaned(Lane lane) {
    var opening = empty(lane.open(10));
    lane.store(40);
    var first = lane.pulled(opening, 10);
    var second = lane.pulled(first.next(), 10);
    var third = lane.pulled(second.next(), 10);
    var leased = lane.pulled(third.next(), 10);
    process(lane, 30);
    store().advance(Duration.ofSeconds(1));
    int removed = clean(lane);
    assertTrue(removed >= 20, () -> removed + " messages were removed");
    return new Cleaned(List.of(opening, first.next(), second.next()), third.next(), leased);
  }

  private void process(Lane lane, int messages) {
    var worker = new Worker(store(), "worker");
    long until = System.nanoTime() + PROCESSED_MAX.toNanos();
    int left = messages;
    while (left > 0 && System.nanoTime() < until) {
      for (var job : worker.take(10, 100, lane)) {
        assertTrue(worker.complete(job));
        left -= Worker.numbers(job).size();
      }
    }
    assertEquals(0, left);
  }

  /** Removes whatever may be removed; how many messages of this lane. */
  private int clean(Lane lane) {
    int removed = 0;
    Optional<LaneId> after = Optional.empty();
    while (true) {
      switch (await(store().cleaning().step(Duration.ZERO, after))) {
        case Step.Busy() -> {}
        case Step.Cleaned(var cleaned, var messages, var more) -> {
          removed += cleaned.equals(lane.id()) ? messages : 0;
          after = more ? after : Optional.of(cleaned);
        }
        case Step.Finished(_, var more) -> {
          if (!more) {
            return removed;
          }
        }
      }
    }
  }

  private static void assertOver(PullOutcome outcome) {
    assertTrue(
        outcome instanceof PullOutcome.Closed || outcome instanceof PullOutcome.Unknown,
        outcome::toString);
  }

  private static void assertOver(CloseOutcome outcome) {
    if (outcome instanceof CloseOutcome.AlreadyClosed(var returned)) {
      assertEquals(0, returned.messages());
    } else {
      assertInstanceOf(CloseOutcome.Unknown.class, outcome);
    }
  }

  @Test
  @Tag("delivery.4")
  void an_old_id_gets_nothing_and_the_stream_goes_on() {
    var cleaned = cleaned(lane());
    cleaned.old().forEach(id -> assertOver(lane().pull(id, 10)));
    assertEquals(cleaned.leased().next(), lane().pulled(cleaned.previous(), 10).next());
    lane().store(1);
    assertBatch(41, 41, lane().pull(cleaned.leased().next(), 10));
  }

  @Test
  @Tag("delivery.4")
  void an_old_id_closes_nothing_and_the_batch_stays_with_its_stream() {
    var cleaned = cleaned(lane());
    cleaned.old().forEach(id -> assertOver(lane().close(id)));
    empty(lane().open(10));
    assertEquals(cleaned.leased().next(), lane().pulled(cleaned.previous(), 10).next());
    assertInstanceOf(CloseOutcome.Ended.class, lane().close(cleaned.leased().next()));
  }

  @Test
  @Tag("delivery.4")
  void the_previous_id_still_closes_and_puts_the_batch_back() {
    var cleaned = cleaned(lane());
    var ended = assertInstanceOf(CloseOutcome.Ended.class, lane().close(cleaned.previous()));
    assertEquals(10, ended.returned().messages());
    assertBatch(31, 40, lane().open(10));
  }

  @Test
  @Tag("delivery.4")
  void ids_of_a_stream_that_ended_and_was_removed_change_nothing() {
    var cleaned = cleaned(lane());
    lane().close(cleaned.leased().next());
    lane().store(10);
    var other = lane().opened(10);
    process(lane(), 10);
    store().advance(Duration.ofSeconds(1));
    clean(lane());

    var ids = new ArrayList<>(cleaned.old());
    ids.addAll(List.of(cleaned.previous(), cleaned.leased().next()));
    for (var id : ids) {
      assertOver(lane().pull(id, 10));
      assertOver(lane().close(id));
    }
    empty(lane().pull(other.next(), 10));
  }

  @Test
  @Tag("delivery.4")
  void requests_that_come_together_with_old_ids_are_served_as_ever() {
    var cleaned = cleaned(lane());
    var waiting = new ArrayList<PullRequest>();
    for (int i = 0; i < 5; i++) {
      var neighbour = anotherLane();
      var request = neighbour.request(neighbour.idle(1), 10);
      empty(neighbour.pull(request, false));
      neighbour.store(1);
      waiting.add(request);
    }
    var old = new ArrayList<CompletionStage<Pulled>>();
    var served = new ArrayList<CompletionStage<Pulled>>();
    for (int i = 0; i < waiting.size(); i++) {
      var id = cleaned.old().get(i % cleaned.old().size());
      old.add(store().coordinator().pull(lane().request(id, 10), false));
      served.add(store().coordinator().pull(waiting.get(i), true));
    }
    served.forEach(pulled -> assertBatch(2, 2, await(pulled).outcome()));
    old.forEach(pulled -> assertOver(await(pulled).outcome()));
  }
}
