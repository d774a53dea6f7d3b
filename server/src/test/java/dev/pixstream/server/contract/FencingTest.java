package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pixstream.server.EachCoordinator;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Promise 4: ids of an ended stream confirm nothing; ids that never were are unknown. */
@EachCoordinator
@ContractTest(nodes = 2)
final class FencingTest {
  private static final Duration LEASE = Duration.ofSeconds(60);

  private final Service service;

  FencingTest(Service service) {
    this.service = service;
  }

  @Test
  @Tag("delivery.4")
  void the_ids_of_a_closed_stream_are_gone() {
    var lane = service.lane();
    lane.store(1, 2);
    var first = lane.startOne().assertBatch(1, 1);
    var second = lane.pullOne(first.next()).assertBatch(2, 2);
    lane.close(second.next());

    for (var id : new String[] {first.next(), second.next()}) {
      assertGone(lane, id);
      assertGone(lane.at(service.otherNode()), id);
    }
  }

  @Test
  @Tag("delivery.4")
  void the_ids_of_an_expired_stream_are_gone_and_confirm_nothing() {
    var lane = service.lane();
    lane.store(1, 2);
    var first = lane.startOne().assertBatch(1, 1);
    var second = lane.pullOne(first.next()).assertBatch(2, 2);
    service.advance(LEASE.plusSeconds(1));

    assertGone(lane, second.next());
    assertGone(lane, first.next());

    lane.assertOutcomes(2, 2, "expired");
    lane.start().assertBatch(2, 2, 1);
    assertGone(lane, second.next());
    lane.assertOutcomes(2, 2, "expired", "leased");
  }

  @Test
  @Tag("delivery.4")
  void a_late_delete_confirms_nothing_either() {
    var lane = service.lane();
    lane.store(1, 1);
    var batch = lane.start().assertBatch(1, 1);
    service.advance(LEASE.plusSeconds(1));

    lane.close(batch.next()).assertProblem(410, "stream-closed");

    lane.start().assertBatch(1, 1, 1);
  }

  @Test
  @Tag("delivery.4")
  void a_request_that_waits_when_its_stream_is_closed_learns_it() {
    for (var closer : new Node[] {service.node(), service.otherNode()}) {
      var lane = service.lane();
      lane.store(1, 1);
      var id = lane.start().assertBatch(1, 1).next();
      var waiting = lane.pulling(id);
      service.awaitWaiting(lane, 1);

      lane.at(closer).close(id);

      Answer.of(waiting).assertProblem(410, "stream-closed");
    }
  }

  @Test
  @Tag("delivery.4")
  void an_id_that_never_existed_is_unknown() {
    var lane = service.lane();

    assertUnknown(lane, streamPath(lane, "0123456789ab"));
  }

  @Test
  @Tag("delivery.4")
  void an_id_of_another_ispb_is_unknown_there_and_unharmed() {
    var lane = service.lane();
    var other = service.lane();
    lane.store(1, 2);
    var batch = lane.startOne().assertBatch(1, 1);
    var stolen = batch.next().replace(lane.ispb(), other.ispb());

    assertUnknown(other, stolen);

    lane.assertOutcomes(1, 1, "leased");
    lane.pullOne(batch.next()).assertBatch(2, 2);
  }

  @Test
  @Tag("delivery.4")
  void an_id_that_leaked_to_another_ispb_does_not_end_its_owners_wait() {
    var lane = service.lane();
    var other = service.lane();
    var id = lane.start().assertNothingYet().next();
    var waiting = lane.pulling(id);
    service.awaitWaiting(lane, 1);
    var leaked = id.replace(lane.ispb(), other.ispb());

    assertUnknown(other, leaked);

    lane.store(1, 1);
    Answer.of(waiting).assertBatch(1, 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0123456789a",
        "0123456789abc",
        "0123456789AB",
        "0123456789a-",
        "0123456789%C3%A9",
        "0123456789a%00",
        "0123456789a%2F",
        "%20123456789ab",
        "x"
      })
  @Tag("delivery.4")
  void an_id_of_another_form_is_unknown(String id) {
    var lane = service.lane();

    assertUnknown(lane, streamPath(lane, id));
  }

  @Test
  void ids_are_not_alike() {
    var lane = service.lane();
    lane.store(1, 6);
    var ids = Stream.generate(lane::startOne).limit(6).map(Answer::next).toList();

    assertEquals(6, ids.stream().distinct().count(), ids::toString);
  }

  private static String streamPath(Lane lane, String id) {
    return "/api/pix/" + lane.ispb() + "/stream/" + id;
  }

  private static void assertGone(Lane lane, String path) {
    lane.pull(path).assertProblem(410, "stream-closed");
    lane.close(path).assertProblem(410, "stream-closed");
  }

  private static void assertUnknown(Lane lane, String path) {
    lane.pull(path).assertProblem(404, "unknown-iteration");
    lane.close(path).assertProblem(404, "unknown-iteration");
  }
}
