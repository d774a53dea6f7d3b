package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Representation: the very bytes that were stored, one as an object or several as an array. */
@ContractTest(waitMs = 300)
final class RepresentationTest {
  private static final String PULL_NEXT = "/api/pix/%s/stream/[0-9a-z]{12}";

  private final Service service;

  RepresentationTest(Service service) {
    this.service = service;
  }

  @Test
  @Tag("representation.1")
  void every_delivery_sends_the_stored_bytes() {
    var lane = service.lane();
    var stored = Messages.message(lane.ispb(), 7);
    var written =
        stored
            .replace(",", " ,\n ")
            .replace("José", "Jos\\u00e9")
            .replace("😊", "\\ud83d\\ude0a")
            .replace("7.07", "7.070e0")
            .replace("\"7.070e0", "\"7.07");
    assertEquals(201, lane.post(movedToFront(written, "\"txId\":\"\"")).status());
    var waiting = lane.startOne();

    assertBytes(stored, waiting);
    lane.store(8, 8);
    var second = lane.pullOne(waiting.next());
    assertBytes(Messages.message(lane.ispb(), 8), second);
    assertBytes(Messages.message(lane.ispb(), 8), lane.pullOne(waiting.next()));
    lane.close(waiting.next());
    assertBytes("[" + Messages.message(lane.ispb(), 8) + "]", lane.start());
    var view = lane.node().get(lane.messages() + "/" + Messages.endToEndId(7)).body();
    assertTrue(view.contains(":" + stored), view);
  }

  @Test
  @Tag("representation.2")
  void one_message_is_an_object_and_several_are_an_array() {
    var lane = service.lane();
    lane.store(1, 3);

    var one = lane.startOne();
    var several = lane.pull(one.next());

    assertBytes(Messages.message(lane.ispb(), 1), one);
    assertBytes(Messages.array(lane.ispb(), 2, 3), several);
    for (var answer : List.of(one, several)) {
      assertEquals("application/json", answer.header("Content-Type").orElseThrow());
    }
  }

  @Test
  @Tag("representation.2")
  void a_batch_has_at_most_ten_messages() {
    var lane = service.lane();
    lane.store(1, 25);

    var sizes =
        Stream.iterate(lane.start(), got -> got.status() == 200, got -> lane.pull(got.next()))
            .map(got -> got.numbers().size())
            .toList();

    assertEquals(List.of(10, 10, 5), sizes);
  }

  @Test
  @Tag("representation.3")
  void pull_next_is_a_path_on_every_200_and_204() {
    var lane = service.lane();
    var nothing = lane.start().assertNothingYet();
    lane.store(1, 2);
    var one = lane.pullOne(nothing.next()).assertBatch(1, 1);
    var many = lane.pull(one.next()).assertBatch(2, 2);
    var end = lane.pull(many.next()).assertNothingYet();

    for (var answer : List.of(nothing, one, many, end)) {
      assertTrue(answer.next().matches(PULL_NEXT.formatted(lane.ispb())), answer::next);
    }
    assertEquals("", end.body());
  }

  @Test
  @Tag("representation.1")
  void an_ispb_may_have_letters() {
    var lane = new Lane(service.node(), "A1B2C3DZ");
    lane.store(1, 1);

    var batch = lane.start().assertBatch(1, 1);

    assertTrue(batch.next().matches(PULL_NEXT.formatted("A1B2C3DZ")), batch::next);
  }

  @Test
  @Tag("representation.3")
  void redelivered_is_absent_until_there_is_something_to_say() {
    var lane = service.lane();
    lane.store(1, 3);
    var first = lane.startOne();
    var second = lane.pull(first.next());
    lane.close(first.next());
    lane.store(4, 4);

    var again = lane.start().assertBatch(2, 4, 2);

    assertTrue(first.header("Redelivered").isEmpty());
    assertTrue(second.header("Redelivered").isEmpty());
    assertEquals("2", again.header("Redelivered").orElseThrow());
  }

  @Test
  @Tag("representation.1")
  void an_amount_is_never_rounded() {
    var lane = service.lane();
    var message = Messages.message(lane.ispb(), 1);
    assertEquals(201, lane.post(message.replace("1.01,", "9999999999999.99,")).status());
    var other = Messages.message(lane.ispb(), 2).replace("2.02,", "90071992547.1,");
    assertEquals(201, lane.post(other).status());

    var first = lane.startOne();
    assertTrue(first.body().contains("\"valor\":9999999999999.99,"), first::body);
    var second = lane.pullOne(first.next());
    assertTrue(second.body().contains("\"valor\":90071992547.10,"), second::body);
  }

  private static String movedToFront(String message, String member) {
    int at = message.indexOf(member);
    int end = message.indexOf(',', at) + 1;
    assertTrue(at > 0 && end > at);
    return "{" + member + "," + message.substring(1, at) + message.substring(end);
  }

  private static void assertBytes(String expected, Answer answer) {
    assertEquals(200, answer.status(), answer::body);
    assertEquals(expected, answer.body());
    assertArrayEquals(
        expected.getBytes(StandardCharsets.UTF_8), answer.exchange().body().getBytes());
  }
}
