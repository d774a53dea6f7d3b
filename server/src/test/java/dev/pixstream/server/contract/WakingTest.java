package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.server.EachCoordinator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Long polling: a stored message wakes who has waited longest, at once, on whichever node. */
@EachCoordinator
@ContractTest(nodes = 2)
final class WakingTest {
  private static final int ROUNDS = 12;

  /** A wake takes milliseconds. The backstop for lost ones would need a second for each round. */
  private static final Duration ROUNDS_MAX = Duration.ofSeconds(5);

  private final Service service;

  WakingTest(Service service) {
    this.service = service;
  }

  @Test
  @Tag("polling.2")
  void a_message_stored_while_a_collector_waits_is_delivered_at_once() {
    deliveredAtOnce(service.node());
  }

  @Test
  @Tag("polling.2")
  void a_message_stored_on_another_node_is_delivered_at_once() {
    deliveredAtOnce(service.otherNode());
  }

  @Test
  @Tag("polling.2")
  void a_batch_that_is_put_back_is_delivered_at_once_too() {
    var lane = service.lane();
    lane.store(1, 1);
    var id = lane.start().assertBatch(1, 1).next();
    long start = System.nanoTime();
    for (int i = 2; i <= ROUNDS; i++) {
      lane.store(i, i);
      lane.pull(id).assertBatch(i, i);
      var waiting = lane.at(service.otherNode()).starting();
      service.awaitWaiting(lane, 1);
      lane.close(id);
      id = Answer.of(waiting).assertBatch(i, i, 1).next();
    }
    var took = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(took.compareTo(ROUNDS_MAX) < 0, took::toString);
  }

  @Test
  @Tag("polling.1")
  void nobody_waits_for_a_batch_to_fill() {
    var lane = service.lane();
    var waiting = lane.starting();
    service.awaitWaiting(lane, 1);

    lane.store(1, 1);

    Answer.of(waiting).assertBatch(1, 1);
  }

  @Test
  @Tag("polling.1")
  void a_waiter_gets_what_else_is_there_up_to_the_maximum() {
    var lane = service.lane();
    var waiting = lane.starting();
    service.awaitWaiting(lane, 1);

    lane.store(1, 12);

    Answer.of(waiting).assertBatch(1, 10);
  }

  @Test
  @Tag("polling.2")
  void the_longest_waiter_gets_the_next_message() {
    var lane = service.lane();
    longestFirst(lane, i -> lane);
  }

  @Test
  @Tag("polling.2")
  void the_longest_waiter_of_two_nodes_gets_the_next_message() {
    var lane = service.lane();
    longestFirst(lane, i -> i % 2 == 0 ? lane : lane.at(service.otherNode()));
  }

  @Test
  @Tag("polling.2")
  void several_messages_wake_several_collectors() {
    var lane = service.lane();
    List<CompletableFuture<Answer>> waiting = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      waiting.add(lane.pullingOne(lane.startPath()));
      service.awaitWaiting(lane, i + 1);
    }

    lane.store(1, 3);

    var first = waiting.subList(0, 3).stream().flatMap(w -> Answer.of(w).numbers().stream());
    assertEquals(List.of(1, 2, 3), first.sorted().toList());
    service.awaitWaiting(lane, 3);
    assertTrue(waiting.subList(3, 6).stream().noneMatch(CompletableFuture::isDone));
    lane.store(4, 6);
    var rest = waiting.subList(3, 6).stream().flatMap(w -> Answer.of(w).numbers().stream());
    assertEquals(List.of(4, 5, 6), rest.sorted().toList());
  }

  @Test
  @Tag("polling.2")
  void a_message_that_nobody_told_of_is_found_all_the_same() {
    var lane = service.lane();
    var waiting = lane.starting();
    service.awaitWaiting(lane, 1);
    var payload = Messages.message(lane.ispb(), 1).replace("'", "''");

    service
        .database()
        .query(
            "SELECT inserted FROM pixstream.append('%s', ARRAY['%s'], ARRAY[convert_to('%s', 'UTF8')])"
                .formatted(lane.ispb(), Messages.endToEndId(1), payload));

    Answer.of(waiting).assertBatch(1, 1);
  }

  private void deliveredAtOnce(Node storer) {
    var lane = service.lane();
    var waiting = lane.starting();
    service.awaitWaiting(lane, 1);
    long start = System.nanoTime();
    for (int i = 1; i <= ROUNDS; i++) {
      lane.at(storer).store(i, i);
      var next = Answer.of(waiting).assertBatch(i, i).next();
      waiting = lane.pulling(next);
      service.awaitWaiting(lane, 1);
    }
    var took = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(took.compareTo(ROUNDS_MAX) < 0, took::toString);
    lane.store(ROUNDS + 1, ROUNDS + 1);
    Answer.of(waiting).assertBatch(ROUNDS + 1, ROUNDS + 1);
  }

  private void longestFirst(Lane lane, IntFunction<Lane> at) {
    List<CompletableFuture<Answer>> waiting = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      waiting.add(at.apply(i).starting());
      service.awaitWaiting(lane, i + 1);
    }
    for (int i = 0; i < 6; i++) {
      lane.store(i + 1, i + 1);
      Answer.of(waiting.get(i)).assertBatch(i + 1, i + 1);
      for (var later : waiting.subList(i + 1, 6)) {
        assertFalse(later.isDone());
      }
    }
  }
}
