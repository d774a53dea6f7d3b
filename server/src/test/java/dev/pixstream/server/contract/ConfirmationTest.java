package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.pixstream.server.EachCoordinator;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Promise 1: a batch is leased until the Pull-Next that came with it is used. */
@EachCoordinator
@ContractTest(waitMs = 300)
final class ConfirmationTest {
  private final Service service;

  ConfirmationTest(Service service) {
    this.service = service;
    service.widenRaces();
  }

  @Test
  @Tag("delivery.1")
  void a_batch_is_leased_until_its_pull_next_is_pulled() {
    var lane = service.lane();
    lane.store(1, 5);
    var first = lane.start().assertBatch(1, 5);
    lane.assertOutcomes(1, 5, "leased");

    lane.store(6, 6);
    var second = lane.pull(first.next()).assertBatch(6, 6);

    lane.assertOutcomes(1, 5, "confirmed");
    lane.assertOutcomes(6, 6, "leased");
    assertNotEquals(first.next(), second.next());
  }

  @Test
  @Tag("delivery.1")
  void a_pull_that_finds_nothing_confirms_too() {
    var lane = service.lane();
    lane.store(1, 2);
    var batch = lane.start().assertBatch(1, 2);

    lane.pull(batch.next()).assertNothingYet();

    lane.assertOutcomes(1, 2, "confirmed");
  }

  @Test
  @Tag("delivery.1")
  void a_delete_with_its_pull_next_confirms_a_batch() {
    var lane = service.lane();
    lane.store(1, 2);
    var batch = lane.start().assertBatch(1, 2);

    assertEquals("{}", lane.close(batch.next()).body());

    lane.assertOutcomes(1, 2, "confirmed");
  }

  @Test
  @Tag("delivery.1")
  void a_request_that_is_refused_confirms_nothing() {
    var lane = service.lane();
    lane.store(1, 2);
    var batch = lane.start().assertBatch(1, 2);

    lane.node().get(batch.next(), "Accept", "text/html").assertProblem(406, "not-acceptable");

    lane.assertOutcomes(1, 2, "leased");
  }

  @Test
  @Tag("delivery.1")
  void no_other_stream_gets_a_leased_message() {
    var lane = service.lane();
    lane.store(1, 3);
    lane.start().assertBatch(1, 3);

    var other = lane.start().assertNothingYet();
    lane.store(4, 4);

    lane.pull(other.next()).assertBatch(4, 4);
    lane.assertOutcomes(1, 3, "leased");
  }

  @Test
  @Tag("delivery.1")
  void six_streams_at_once_share_a_lane_without_overlap() {
    var lane = service.lane();
    lane.store(1, 60);

    var batches = Answer.all(lane.starting(6));

    List<Integer> delivered = new ArrayList<>();
    batches.forEach(batch -> delivered.addAll(batch.numbers()));
    delivered.sort(null);
    assertEquals(IntStream.rangeClosed(1, 60).boxed().toList(), delivered);
  }
}
