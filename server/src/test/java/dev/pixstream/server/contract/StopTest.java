package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.server.EachCoordinator;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node that stops lets nobody down. */
@EachCoordinator
@ContractTest
final class StopTest {
  private final Service service;

  StopTest(Service service) {
    this.service = service;
  }

  @Test
  @Tag("delivery.6")
  @Tag("polling.5")
  void collectors_that_wait_are_answered_at_once_and_go_on_elsewhere() {
    var stopping = service.addNode();
    var lane = service.lane();
    lane.store(1, 1);
    var id = lane.at(stopping).start().assertBatch(1, 1).next();
    var waiting = List.of(lane.at(stopping).pulling(id), lane.at(stopping).starting());
    service.awaitWaiting(lane, 2);
    long start = System.nanoTime();

    stopping.stopServer();

    var answers = Answer.all(waiting);
    var took = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(took.toMillis() < 5_000, took::toString);
    answers.forEach(Answer::assertNothingYet);
    lane.store(2, 3);
    lane.pullOne(answers.getFirst().next()).assertBatch(2, 2);
    lane.pullOne(answers.getLast().next()).assertBatch(3, 3);
  }

  @Test
  @Tag("polling.5")
  void a_message_stored_after_the_stop_wakes_other_nodes() {
    var stopping = service.addNode();
    var lane = service.lane();
    var gone = lane.at(stopping).starting();
    service.awaitWaiting(lane, 1);
    stopping.stopServer();
    Answer.of(gone).assertNothingYet();
    assertEquals(0, service.waiting(lane), "who was answered waits no more");
    var waiting = lane.starting();
    service.awaitWaiting(lane, 1);

    lane.store(1, 1);

    Answer.of(waiting).assertBatch(1, 1);
  }

  @Test
  @Tag("delivery.6")
  @Tag("polling.5")
  void a_batch_that_was_sent_can_be_confirmed_on_another_node() {
    var stopping = service.addNode();
    var lane = service.lane();
    lane.store(1, 3);
    var first = lane.at(stopping).startOne().assertBatch(1, 1);
    var second = lane.at(stopping).pullOne(first.next()).assertBatch(2, 2);
    stopping.stopServer();

    lane.pullOne(first.next()).assertBatch(2, 2);
    lane.pullOne(second.next()).assertBatch(3, 3);

    lane.assertOutcomes(1, 2, "confirmed");
  }

  @Test
  @Tag("polling.5")
  void a_stopped_node_takes_no_connection() {
    var stopping = service.addNode();
    int port = stopping.port();
    var stopped = CompletableFuture.runAsync(stopping::stopServer);
    stopped.join();

    assertThrows(UncheckedIOException.class, () -> new RawConnection(port, stopping).close());
  }
}
