package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.server.EachCoordinator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Promise 2, second half: the newer of two requests with one iterationId is served. */
@EachCoordinator
@ContractTest(nodes = 2)
final class TakeOverTest {
  private final Service service;

  TakeOverTest(Service service) {
    this.service = service;
    service.widenRaces();
  }

  @Test
  @Tag("delivery.2")
  void a_second_request_on_the_same_node_takes_over() {
    newerTakesOver(service.node(), service.node());
  }

  @Test
  @Tag("delivery.2")
  void a_second_request_on_another_node_takes_over() {
    newerTakesOver(service.node(), service.otherNode());
  }

  @Test
  @Tag("delivery.2")
  void of_many_requests_one_after_the_other_the_last_is_served() {
    var lane = service.lane();
    var id = emptied(lane);
    var current = lane.pulling(id);
    service.awaitWaiting(lane, 1);
    for (int i = 0; i < 6; i++) {
      var newer = lane.at(i % 2 == 0 ? service.otherNode() : service.node()).pulling(id);
      Answer.of(current).assertProblem(409, "superseded");
      assertFalse(newer.isDone());
      current = newer;
    }

    lane.store(2, 2);

    Answer.of(current).assertBatch(2, 2);
    lane.assertOutcomes(2, 2, "leased");
  }

  @Test
  @Tag("delivery.2")
  void requests_at_the_same_moment_get_one_batch_between_them() {
    var lane = service.lane();
    lane.store(1, 30);
    var opened = lane.start().assertBatch(1, 10);

    var answers =
        Answer.all(
            IntStream.range(0, 12)
                .mapToObj(i -> i % 2 == 0 ? lane : lane.at(service.otherNode()))
                .map(at -> at.pulling(opened.next()))
                .toList());

    var served = answers.stream().filter(answer -> answer.status() == 200).toList();
    assertFalse(served.isEmpty());
    served.forEach(answer -> answer.assertBatch(11, 20));
    assertEquals(1, served.stream().map(Answer::next).collect(Collectors.toSet()).size());
    var statuses = answers.stream().map(Answer::status).collect(Collectors.toSet());
    assertTrue(Set.of(200, 409).containsAll(statuses), statuses::toString);
    lane.assertOutcomes(11, 20, "leased");
    lane.assertOutcomes(21, 21);
  }

  private void newerTakesOver(Node olderAt, Node newerAt) {
    var lane = service.lane();
    var id = emptied(lane);
    var older = lane.at(olderAt).pulling(id);
    service.awaitWaiting(lane, 1);

    var newer = lane.at(newerAt).pulling(id);
    Answer.of(older).assertProblem(409, "superseded");
    assertFalse(newer.isDone());
    lane.store(2, 2);

    Answer.of(newer).assertBatch(2, 2);
    assertEquals(List.of("leased"), lane.outcomes(2));
  }

  /** An id that has nothing to get. */
  private static String emptied(Lane lane) {
    lane.store(1, 1);
    return lane.start().assertBatch(1, 1).next();
  }
}
