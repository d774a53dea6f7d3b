package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.pixstream.server.EachCoordinator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Promise 2, first half: a lost response costs nothing. */
@EachCoordinator
@ContractTest(waitMs = 300, nodes = 2)
final class SafeRetryTest {
  private final Service service;

  SafeRetryTest(Service service) {
    this.service = service;
  }

  @Test
  @Tag("delivery.2")
  void a_retry_of_the_same_pull_next_returns_the_same_batch() {
    var lane = service.lane();
    lane.store(1, 4);
    var first = lane.startOne().assertBatch(1, 1);
    var sent = lane.pull(first.next()).assertBatch(2, 4);
    lane.store(5, 9);

    for (var node : new Node[] {service.node(), service.otherNode(), service.node()}) {
      assertSame(sent, lane.at(node).pull(first.next()));
    }

    lane.assertOutcomes(2, 4, "leased");
    lane.at(service.otherNode()).pull(sent.next()).assertBatch(5, 9);
  }

  @Test
  @Tag("delivery.2")
  void a_retry_of_a_redelivered_batch_says_redelivered_again() {
    var lane = service.lane();
    var reader = lane.start().assertNothingYet();
    lane.store(1, 3);
    var other = lane.startOne().assertBatch(1, 1);
    lane.pull(other.next()).assertBatch(2, 3);
    lane.close(other.next());

    var sent = lane.pull(reader.next()).assertBatch(2, 3, 2);

    assertSame(sent, lane.pull(reader.next()));
    lane.assertOutcomes(2, 3, "released", "leased");
  }

  @Test
  @Tag("delivery.2")
  void a_retry_for_one_message_where_several_were_sent_is_refused_and_the_batch_stays() {
    var lane = service.lane();
    lane.store(1, 4);
    var first = lane.startOne().assertBatch(1, 1);
    var sent = lane.pull(first.next()).assertBatch(2, 4);

    lane.pullOne(first.next()).assertProblem(406, "not-acceptable");

    lane.assertOutcomes(2, 4, "leased");
    assertSame(sent, lane.pull(first.next()));
    lane.pull(sent.next()).assertNothingYet();
    lane.assertOutcomes(2, 4, "confirmed");
  }

  @Test
  @Tag("delivery.2")
  void a_retry_for_one_message_gets_the_object_again() {
    var lane = service.lane();
    lane.store(1, 3);
    var first = lane.startOne().assertBatch(1, 1);
    var sent = lane.pullOne(first.next()).assertBatch(2, 2);

    assertSame(sent, lane.pullOne(first.next()));
  }

  @Test
  @Tag("delivery.2")
  void once_the_new_pull_next_was_used_the_old_one_gets_nothing_more() {
    var lane = service.lane();
    lane.store(1, 20);
    var first = lane.start().assertBatch(1, 10);
    var second = lane.pull(first.next()).assertBatch(11, 20);
    var third = lane.pull(second.next()).assertNothingYet();

    lane.pull(first.next()).assertProblem(410, "stream-closed");

    lane.store(21, 21);
    lane.pull(third.next()).assertBatch(21, 21);
  }

  @Test
  @Tag("delivery.2")
  void a_204_may_be_asked_again_and_a_200_always_names_a_new_id() {
    var lane = service.lane();
    var nothing = lane.start().assertNothingYet();
    var again = lane.pull(nothing.next()).assertNothingYet();
    lane.store(1, 1);

    var batch = lane.pull(again.next()).assertBatch(1, 1);

    assertNotEquals(again.next(), batch.next());
    assertSame(batch, lane.pull(again.next()));
  }

  private static void assertSame(Answer sent, Answer again) {
    assertEquals(200, again.status(), again::body);
    assertArrayEquals(sent.exchange().body().getBytes(), again.exchange().body().getBytes());
    assertEquals(sent.next(), again.next());
    assertEquals(sent.redelivered(), again.redelivered());
  }
}
