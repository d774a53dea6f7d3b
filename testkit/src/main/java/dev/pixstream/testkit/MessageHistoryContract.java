package dev.pixstream.testkit;

import static dev.pixstream.testkit.Lane.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.store.MessageHistory;
import dev.pixstream.core.store.MessageHistory.Delivery;
import dev.pixstream.core.store.MessageHistory.Processing;
import dev.pixstream.core.store.PullOutcome;
import dev.pixstream.core.store.view.LaneDetail.OpenStream;
import dev.pixstream.core.store.view.TimelineStep;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What became of a message, as people see it: the same, whoever has the claims. */
public abstract class MessageHistoryContract extends LaneContract {
  private MessageHistory history(int number) {
    var id = Lane.key(number);
    return await(store().log().find(lane().id(), id)).orElseThrow();
  }

  private List<String> outcomes(int number) {
    return history(number).deliveries().stream().map(Delivery::outcome).toList();
  }

  private Optional<String> processing(int number) {
    return history(number).processing().map(Processing::state);
  }

  private List<String> steps(int number) {
    var id = Lane.key(number);
    return await(store().timelines().timeline(lane().id(), id)).stream()
        .map(MessageHistoryContract::text)
        .toList();
  }

  private static String text(TimelineStep step) {
    return step.kind() + step.outcome().map(outcome -> " " + outcome).orElse("");
  }

  /** A stream reads up to this many and goes without having confirmed any. */
  private void release(int messages) {
    var batch = lane().opened(messages);
    assertTrue(await(store().view().end(lane().id(), onlyStream().number())).ended());
    assertEquals(messages, batch.payloads().size());
  }

  private OpenStream onlyStream() {
    var sample = await(store().view().sample(Optional.empty(), Set.of(lane().id())));
    var state =
        sample.lanes().stream()
            .filter(found -> found.lane().equals(lane().id()))
            .findFirst()
            .orElseThrow();
    return state.detail().orElseThrow().streams().getFirst();
  }

  @Test
  void a_message_that_was_not_delivered_has_no_attempts() {
    lane().store(2);
    assertEquals(List.of(), outcomes(2));
    assertEquals(Optional.empty(), processing(2));
    assertEquals(List.of("stored"), steps(2));
  }

  @Test
  @Tag("store.8")
  void one_that_is_delivered_and_not_confirmed_says_to_which_stream_and_for_how_long() {
    lane().store(3);
    var batch = lane().opened(2);

    var delivery = history(2).deliveries().getFirst();

    assertEquals("leased", delivery.outcome());
    assertEquals(1, delivery.attempt());
    assertEquals(onlyStream().number(), delivery.stream());
    assertEquals(batch.leaseUntil(), delivery.leaseUntil());
    assertEquals(batch.leaseUntil().minusSeconds(60), delivery.leased());
    assertEquals(Optional.empty(), delivery.ended());
    assertEquals(Optional.empty(), processing(2));
    assertEquals(List.of("stored", "delivery leased"), steps(2));
    assertEquals(List.of(), outcomes(3));
  }

  @Test
  @Tag("store.8")
  void one_that_is_confirmed_says_so_at_once_and_waits_for_a_worker() {
    lane().store(2);
    lane().close(lane().opened(2).next());

    assertEquals(List.of("confirmed"), outcomes(1));
    assertTrue(history(1).deliveries().getFirst().ended().isPresent());
    assertEquals(Optional.of("waiting"), processing(1));
    assertEquals(List.of("stored", "delivery confirmed", "queued"), steps(1));
  }

  @Test
  @Tag("store.8")
  void every_attempt_is_told_in_order_with_how_it_ended() {
    lane().store(4);
    release(4);
    lane().opened(4);
    store().advance(Duration.ofSeconds(61));
    assertEquals(4, lane().expire());
    var third = lane().opened(2);

    assertEquals(List.of("released", "expired", "leased"), outcomes(1));
    assertEquals(List.of("released", "expired"), outcomes(3));
    lane().close(third.next());
    assertEquals(List.of("released", "expired", "confirmed"), outcomes(2));
    var deliveries = history(2).deliveries();
    for (int i = 0; i < 3; i++) {
      assertEquals(i + 1, deliveries.get(i).attempt());
      assertTrue(deliveries.get(i).ended().orElseThrow().isAfter(deliveries.get(i).leased()));
    }
    assertEquals(3, deliveries.stream().map(Delivery::stream).distinct().count());
    assertEquals(
        List.of("stored", "delivery released", "delivery expired", "delivery confirmed", "queued"),
        steps(2));
    assertEquals(Optional.empty(), processing(3));
  }

  @Test
  void a_batch_that_its_next_pull_confirms_is_told_beside_the_one_that_follows() {
    lane().store(4);
    var first = lane().opened(2);
    lane().pulled(first.next(), 2);

    assertEquals(List.of("confirmed"), outcomes(2));
    assertEquals(List.of("leased"), outcomes(3));
  }

  @Test
  @Tag("store.8")
  void of_a_message_that_nobody_confirms_the_latest_deliveries_are_told() {
    lane().store(1);
    int times = MessageHistory.DELIVERIES_MAX + 5;
    for (int i = 0; i < times; i++) {
      lane().opened(1);
      store().advance(Duration.ofSeconds(61));
      lane().expire();
    }

    var told = history(1).deliveries();

    assertEquals(MessageHistory.DELIVERIES_MAX, told.size());
    assertEquals(6, told.getFirst().attempt());
    assertEquals(times, told.getLast().attempt());
    var steps = steps(1);
    assertEquals("stored", steps.getFirst());
    assertEquals(MessageHistory.DELIVERIES_MAX + 1, steps.size());
  }

  @Test
  @Tag("store.8")
  void while_a_worker_has_it_it_is_being_processed() {
    ProcessingContract.confirm(lane(), 4, 2);
    var worker = new Worker(store(), "worker");
    var jobs = worker.take(1, 500, lane());

    assertEquals(Optional.of("processing"), processing(3));
    assertEquals(List.of("stored", "delivery confirmed", "queued", "job running"), steps(3));
    store().advance(Duration.ofSeconds(31));
    assertEquals(Optional.of("waiting"), processing(3));
    worker.extend(jobs.getFirst());
    assertTrue(worker.complete(jobs.getFirst()));

    assertEquals(Optional.of("processed"), processing(3));
    assertEquals(
        List.of("stored", "delivery confirmed", "queued", "job done", "processed"), steps(3));
  }

  @Test
  void one_that_failed_is_tried_alone_and_that_is_told() {
    ProcessingContract.confirm(lane(), 3, 3);
    var worker = new Worker(store(), "worker");
    worker
        .take(1, 500, lane())
        .forEach(job -> worker.fail(job, Worker.retry(2, Duration.ofSeconds(60))));
    assertEquals(Optional.of("processed"), processing(1));
    assertEquals(Optional.of("failed"), processing(2));
    assertTrue(history(2).processing().orElseThrow().next().isPresent());
    store().advance(Duration.ofSeconds(61));
    var again = worker.take(10, 500);

    assertEquals(Optional.of("processing"), processing(2));
    assertEquals(1, history(2).processing().orElseThrow().attempts());
    again.forEach(worker::complete);
    assertEquals(Optional.of("processed"), processing(2));
  }

  @Test
  void a_late_answer_changes_nothing_of_what_is_told() {
    lane().store(1);
    var batch = lane().opened(1);
    store().advance(Duration.ofSeconds(61));
    assertEquals(PullOutcome.Closed.class, lane().pull(batch.next(), 1).getClass());

    assertEquals(List.of("expired"), outcomes(1));
    lane().close(batch.next());
    assertEquals(List.of("expired"), outcomes(1));
  }
}
