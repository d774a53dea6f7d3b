package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Storing: all or nothing, in order, and safe to repeat. */
@ContractTest(waitMs = 300, nodes = 2)
final class StoringTest {
  private final Service service;

  StoringTest(Service service) {
    this.service = service;
  }

  @Test
  @Tag("storing.1")
  void one_message_or_an_array_of_up_to_a_thousand_is_stored() {
    var lane = service.lane();

    assertStored(1, 0, lane.post(Messages.message(lane.ispb(), 1)));
    assertStored(1, 0, lane.post("[" + Messages.message(lane.ispb(), 2) + "]"));
    assertStored(1_000, 0, lane.post(Messages.array(lane.ispb(), 3, 1_002)));

    assertEquals(1_002, stored(lane));
  }

  @Test
  @Tag("storing.1")
  void a_thousand_and_one_are_refused() {
    var lane = service.lane();

    lane.post(Messages.array(lane.ispb(), 1, 1_001)).assertProblem(400, "invalid-request", "");

    assertEquals(0, stored(lane));
  }

  @Test
  @Tag("storing.1")
  void of_a_thousand_messages_with_one_that_is_wrong_none_is_stored() {
    var lane = service.lane();
    var body = Messages.array(lane.ispb(), 1, 1_000);
    var wrong = body.replace("\"valor\":618.18,", "\"valor\":618.181,");

    lane.post(wrong).assertProblem(400, "invalid-request", "/617/valor");

    assertEquals(0, stored(lane));
    lane.start().assertNothingYet();
  }

  @Test
  @Tag("storing.2")
  void storing_again_stores_nothing_and_says_so() {
    var lane = service.lane();
    lane.store(1, 3);

    assertStored(0, 3, lane.post(Messages.array(lane.ispb(), 1, 3)));
    assertStored(2, 1, lane.at(service.otherNode()).post(Messages.array(lane.ispb(), 3, 5)));
    assertStored(0, 1, lane.post(Messages.message(lane.ispb(), 1).replace(",", " , ")));

    assertEquals(5, stored(lane));
    lane.start().assertBatch(1, 5);
  }

  @Test
  @Tag("storing.2")
  void a_message_twice_in_one_body_is_stored_once() {
    var lane = service.lane();
    var message = Messages.message(lane.ispb(), 1);

    assertStored(1, 1, lane.post("[" + message + "," + message + "]"));

    assertEquals(1, stored(lane));
  }

  @Test
  @Tag("storing.2")
  void the_same_id_with_other_content_is_a_conflict_and_nothing_is_stored() {
    var lane = service.lane();
    lane.store(1, 3);
    var other = Messages.array(lane.ispb(), 2, 9).replace("\"valor\":2.02,", "\"valor\":2.03,");

    var conflict = lane.post(other).assertProblem(409, "content-conflict");

    assertTrue(conflict.body().contains(Messages.endToEndId(2)), conflict::body);
    assertEquals(3, stored(lane));
    lane.start().assertBatch(1, 3);
  }

  @Test
  @Tag("storing.2")
  void the_same_id_with_two_contents_in_one_body_is_a_conflict() {
    var lane = service.lane();
    var message = Messages.message(lane.ispb(), 1);
    var other = message.replace("1.01,", "1.02,");

    lane.post("[" + message + "," + other + "]").assertProblem(409, "content-conflict");

    assertEquals(0, stored(lane));
  }

  @Test
  @Tag("store.18")
  void the_same_id_for_another_recebedor_is_another_message() {
    var lane = service.lane();
    var other = service.lane();
    lane.store(1, 1);

    assertStored(1, 0, other.post(Messages.message(other.ispb(), 1)));
  }

  @Test
  @Tag("storing.2")
  void the_same_message_stored_by_many_at_once_is_stored_once() {
    var lane = service.lane();
    var body = Messages.array(lane.ispb(), 1, 20);

    var answers =
        IntStream.range(0, 12)
            .mapToObj(i -> i % 2 == 0 ? lane : lane.at(service.otherNode()))
            .map(at -> CompletableFuture.supplyAsync(() -> at.post(body)))
            .toList();

    var inserted =
        Answer.all(answers).stream().mapToInt(answer -> answer.json().getInteger("inserted"));
    assertEquals(20, inserted.sum());
    assertEquals(20, stored(lane));
  }

  @Test
  @Tag("storing.1")
  void bodies_stored_at_once_keep_their_order_and_leave_no_gap() {
    var lane = service.lane();
    List<CompletableFuture<Void>> done = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      var at = i % 2 == 0 ? lane : lane.at(service.otherNode());
      int from = 10 * i + 1;
      done.add(CompletableFuture.runAsync(() -> at.store(from, from + 9)));
    }
    done.forEach(CompletableFuture::join);

    var seqs = sequences(lane);
    assertEquals(IntStream.rangeClosed(1, 600).boxed().toList(), seqs);
    var read = lane.drain(lane.startPath());
    for (int i = 0; i < 600; i += 10) {
      int first = read.get(i);
      assertEquals(IntStream.range(first, first + 10).boxed().toList(), read.subList(i, i + 10));
    }
  }

  private static void assertStored(int inserted, int duplicates, Answer answer) {
    assertEquals(201, answer.status(), answer::body);
    assertEquals(
        "{\"inserted\":" + inserted + ",\"duplicates\":" + duplicates + "}", answer.body());
  }

  private int stored(Lane lane) {
    return sequences(lane).size();
  }

  private List<Integer> sequences(Lane lane) {
    return service
        .database()
        .query("SELECT seq FROM pixstream.message WHERE ispb = '" + lane.ispb() + "' ORDER BY seq")
        .stream()
        .map(Integer::valueOf)
        .toList();
  }
}
