package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.server.EachCoordinator;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Message view: what became of a message after its confirmation. */
@EachCoordinator
@ContractTest(waitMs = 100, worker = false)
final class ProcessingViewTest {
  private final Service service;

  ProcessingViewTest(Service service) {
    this.service = service;
  }

  @Test
  @Tag("view.2")
  void before_its_confirmation_there_is_nothing_to_tell() {
    var lane = service.lane();
    lane.store(1, 1);
    lane.start().assertBatch(1, 1);

    assertEquals(null, lane.view(1).getValue("processing"));
    assertEquals(null, lane.view(1).getValue("processed"));
  }

  @Test
  @Tag("view.2")
  void a_message_waits_is_processed_and_that_is_told() {
    var lane = confirmed(3);
    assertState(lane, 2, "waiting", 0);
    worker(lane).take();
    assertState(lane, 2, "processing", 0);
    service.advance(Duration.ofSeconds(31));
    assertState(lane, 2, "waiting", 0);
    worker(lane).process();

    assertState(lane, 2, "processed", 0);
    var view = lane.view(2);
    var ended = view.getJsonArray("deliveries").getJsonObject(0).getString("ended");
    assertTrue(time(view.getString("processed")).isAfter(time(ended)), view::encode);
  }

  @Test
  @Tag("view.2")
  void one_that_failed_says_how_often_and_when_it_is_tried_again() {
    var lane = confirmed(3);
    worker(lane).failOnce(List.of(2));

    assertState(lane, 1, "processed", 0);
    assertState(lane, 3, "processed", 0);
    assertState(lane, 2, "failed", 1);
    var next = time(lane.view(2).getJsonObject("processing").getString("next"));
    service.advance(Duration.ofSeconds(61));
    worker(lane).take();
    assertState(lane, 2, "processing", 1);
    service.advance(Duration.ofSeconds(31));
    assertState(lane, 2, "failed", 1);
    worker(lane).process();

    assertState(lane, 2, "processed", 2);
    assertTrue(time(lane.view(2).getString("processed")).isAfter(next));
  }

  @Test
  @Tag("view.2")
  void one_that_is_dead_waits_again_when_it_is_replayed() {
    var lane = confirmed(2);
    worker(lane).kill(List.of(1));
    assertState(lane, 1, "dead", 1);
    act(lane, 1, "/replay", "");
    assertState(lane, 1, "waiting", 0);
    worker(lane).process();
    assertState(lane, 1, "processed", 0);
  }

  @Test
  @Tag("view.2")
  void one_that_was_discarded_is_not_processed() {
    var lane = confirmed(1);
    worker(lane).kill(List.of(1));
    act(lane, 1, "/discard", "{\"reason\":\"why\"}");
    assertState(lane, 1, "discarded", 1);
  }

  @Test
  @Tag("view.2")
  void of_several_attempts_to_deliver_the_confirmed_one_counts() {
    var lane = service.lane();
    lane.store(1, 2);
    var first = lane.startOne().assertBatch(1, 1);
    lane.pull(first.next()).assertBatch(2, 2);
    lane.close(first.next());
    assertEquals(null, lane.view(2).getValue("processing"));
    lane.drain(lane.start().assertBatch(2, 2, 1).next());
    worker(lane).process();

    assertState(lane, 1, "processed", 0);
    assertState(lane, 2, "processed", 0);
  }

  private Lane confirmed(int messages) {
    var lane = service.lane();
    lane.store(1, messages);
    lane.drain(lane.start().assertBatch(1, messages).next());
    return lane;
  }

  private HandWorker worker(Lane lane) {
    return service.worker(lane);
  }

  private static void act(Lane lane, int number, String action, String body) {
    var path = "/api/admin/dead-letters/" + lane.ispb() + "/" + Messages.endToEndId(number);
    var sent = BodyPublishers.ofString(body);
    var answer =
        Answer.of(
            lane.node().send("POST", path + action, sent, "Content-Type", "application/json"));
    assertEquals(new JsonObject("{\"changed\":true}"), answer.json());
  }

  private static void assertState(Lane lane, int number, String state, int attempts) {
    var view = lane.view(number);
    var processing = view.getJsonObject("processing");
    assertEquals(state, processing.getString("state"));
    assertEquals(attempts, processing.getInteger("attempts"));
    assertEquals(state.equals("processed"), view.getString("processed") != null);
    assertEquals(state.equals("failed"), processing.getString("next") != null, processing::encode);
  }

  private static Instant time(String text) {
    return Instant.parse(text);
  }
}
