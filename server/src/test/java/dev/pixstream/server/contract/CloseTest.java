package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pixstream.server.EachCoordinator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Promise 5: what DELETE does with the latest id, the previous one, and any other. */
@EachCoordinator
@ContractTest(waitMs = 300, nodes = 2)
final class CloseTest {
  private final Service service;

  CloseTest(Service service) {
    this.service = service;
  }

  @Test
  @Tag("delivery.5")
  void the_latest_id_confirms_and_closes() {
    var lane = service.lane();
    lane.store(1, 12);
    var batch = lane.start().assertBatch(1, 10);

    assertClosed(lane.close(batch.next()));

    lane.assertOutcomes(1, 10, "confirmed");
    assertEquals(0, service.openStreams(lane));
    lane.start().assertBatch(11, 12);
  }

  @Test
  @Tag("delivery.5")
  void the_previous_id_closes_and_puts_the_unconfirmed_batch_back() {
    var lane = service.lane();
    lane.store(1, 12);
    var first = lane.start().assertBatch(1, 10);
    lane.pull(first.next()).assertBatch(11, 12);

    assertClosed(lane.at(service.otherNode()).close(first.next()));

    lane.assertOutcomes(1, 10, "confirmed");
    lane.assertOutcomes(11, 12, "released");
    lane.start().assertBatch(11, 12, 2);
  }

  @Test
  @Tag("delivery.5")
  void a_second_delete_is_gone() {
    var lane = service.lane();
    lane.store(1, 1);
    var batch = lane.start().assertBatch(1, 1);
    assertClosed(lane.close(batch.next()));

    lane.close(batch.next()).assertProblem(410, "stream-closed");
    lane.at(service.otherNode()).close(batch.next()).assertProblem(410, "stream-closed");
  }

  @Test
  @Tag("delivery.5")
  void a_second_delete_with_the_previous_id_is_gone_and_returns_nothing_twice() {
    var lane = service.lane();
    lane.store(1, 2);
    var first = lane.startOne().assertBatch(1, 1);
    lane.pullOne(first.next()).assertBatch(2, 2);
    assertClosed(lane.close(first.next()));

    lane.close(first.next()).assertProblem(410, "stream-closed");

    var again = lane.start().assertBatch(2, 2, 1);
    lane.pull(again.next()).assertNothingYet();
  }

  @Test
  @Tag("delivery.5")
  void an_older_id_is_gone_and_the_stream_goes_on() {
    var lane = service.lane();
    lane.store(1, 4);
    var first = lane.startOne().assertBatch(1, 1);
    var second = lane.pullOne(first.next()).assertBatch(2, 2);
    var third = lane.pullOne(second.next()).assertBatch(3, 3);

    lane.close(first.next()).assertProblem(410, "stream-closed");

    lane.assertOutcomes(3, 3, "leased");
    lane.pullOne(third.next()).assertBatch(4, 4);
  }

  @Test
  @Tag("delivery.5")
  void a_stream_that_never_had_a_batch_closes() {
    var lane = service.lane();
    var nothing = lane.start().assertNothingYet();

    assertClosed(lane.close(nothing.next()));

    lane.pull(nothing.next()).assertProblem(410, "stream-closed");
    assertEquals(0, service.openStreams(lane));
  }

  private static void assertClosed(Answer answer) {
    assertEquals(200, answer.status(), answer::body);
    assertEquals("{}", answer.body());
    assertEquals("application/json", answer.exchange().mediaType());
  }
}
