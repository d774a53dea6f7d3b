package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.server.EachCoordinator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Promise 8: at most six streams are open per ISPB, over all nodes. */
@EachCoordinator
@ContractTest(waitMs = 500, nodes = 2)
final class SixStreamsTest {
  private final Service service;

  SixStreamsTest(Service service) {
    this.service = service;
    service.widenRaces();
  }

  @Test
  @Tag("delivery.8")
  void the_seventh_start_is_refused_until_one_closes() {
    var lane = service.lane();
    lane.store(1, 10);
    var open =
        IntStream.rangeClosed(1, 6).mapToObj(i -> lane.startOne().assertBatch(i, i)).toList();

    for (var at : List.of(lane, lane.at(service.otherNode()))) {
      var refused = at.startOne().assertProblem(429, "too-many-streams");
      assertTrue(Integer.parseInt(refused.header("Retry-After").orElseThrow()) >= 1);
    }

    lane.assertOutcomes(7, 7);
    lane.close(open.getFirst().next());
    lane.startOne().assertBatch(7, 7);
    lane.startOne().assertProblem(429, "too-many-streams");
  }

  @Test
  @Tag("store.18")
  void the_streams_of_another_lane_do_not_count() {
    var lane = service.lane();
    lane.store(1, 6);
    IntStream.rangeClosed(1, 6).forEach(i -> lane.startOne().assertBatch(i, i));
    var other = service.lane();
    other.store(1, 1);

    other.start().assertBatch(1, 1);
  }

  @Test
  @Tag("delivery.8")
  void an_open_stream_pulls_on_while_others_are_refused() {
    var lane = service.lane();
    lane.store(1, 7);
    var open =
        IntStream.rangeClosed(1, 6).mapToObj(i -> lane.startOne().assertBatch(i, i)).toList();
    lane.start().assertProblem(429, "too-many-streams");

    lane.pull(open.getLast().next()).assertBatch(7, 7);
  }

  @Test
  @Tag("delivery.8")
  void twenty_starts_at_once_open_six_streams() {
    var lane = service.lane();

    assertSixOf(Answer.all(lane.starting(20)));

    assertEquals(6, service.openStreams(lane));
  }

  @Test
  @Tag("delivery.8")
  void twenty_starts_at_once_over_two_nodes_open_six_streams() {
    var lane = service.lane();
    lane.store(1, 100);
    var starting =
        IntStream.range(0, 20)
            .mapToObj(i -> i % 2 == 0 ? lane : lane.at(service.otherNode()))
            .map(Lane::starting)
            .toList();

    assertSixOf(Answer.all(starting));

    assertEquals(6, service.openStreams(lane));
  }

  private static void assertSixOf(List<Answer> answers) {
    var refused = answers.stream().filter(answer -> answer.status() == 429).toList();
    assertEquals(14, refused.size());
    refused.forEach(answer -> answer.assertProblem(429, "too-many-streams"));
    var served = answers.stream().filter(answer -> answer.status() != 429).map(Answer::next);
    assertEquals(6, served.distinct().count());
  }
}
