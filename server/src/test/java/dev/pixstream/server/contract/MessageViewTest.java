package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.server.EachCoordinator;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Message view: a message and what became of it. */
@EachCoordinator
@ContractTest(waitMs = 300, nodes = 2)
final class MessageViewTest {
  private final Service service;

  MessageViewTest(Service service) {
    this.service = service;
  }

  @Test
  @Tag("view.1")
  void a_message_that_was_not_delivered_has_no_deliveries() {
    var lane = service.lane();
    var before = Instant.now();
    lane.store(1, 2);

    var view = lane.at(service.otherNode()).view(2);

    assertEquals(lane.ispb(), view.getString("ispb"));
    assertEquals(Messages.endToEndId(2), view.getString("endToEndId"));
    assertEquals(2, view.getInteger("sequence"));
    assertEquals(0, view.getJsonArray("deliveries").size());
    var received = Instant.parse(view.getString("received"));
    assertTrue(Duration.between(before, received).abs().toMinutes() < 5, received::toString);
  }

  @Test
  @Tag("representation.1")
  void it_holds_the_stored_bytes() {
    var lane = service.lane();
    lane.store(1, 1);

    var body = lane.node().get(lane.messages() + "/" + Messages.endToEndId(1)).body();

    assertTrue(body.endsWith(",\"message\":" + Messages.message(lane.ispb(), 1) + "}"), body);
  }

  @Test
  @Tag("view.1")
  void each_delivery_attempt_is_shown() {
    var lane = service.lane();
    lane.store(1, 2);
    var first = lane.startOne().assertBatch(1, 1);
    lane.pull(first.next()).assertBatch(2, 2);
    lane.close(first.next());
    lane.start().assertBatch(2, 2, 1);
    service.advance(Duration.ofSeconds(61));
    Until.holds(() -> service.openStreams(lane) == 0);
    var third = lane.start().assertBatch(2, 2, 1);
    lane.pull(third.next()).assertNothingYet();

    var deliveries = lane.view(2).getJsonArray("deliveries");

    assertEquals(List.of("released", "expired", "confirmed"), lane.outcomes(2));
    for (int i = 0; i < 3; i++) {
      var delivery = deliveries.getJsonObject(i);
      assertEquals(i + 1, delivery.getInteger("attempt"));
      assertTrue(time(delivery, "leased").isBefore(time(delivery, "ended")), delivery::encode);
    }
    var lease =
        Duration.between(
            time(deliveries.getJsonObject(0), "leased"),
            time(deliveries.getJsonObject(0), "leaseUntil"));
    assertEquals(Duration.ofSeconds(60), lease);
    assertEquals(
        3, deliveries.stream().map(d -> ((JsonObject) d).getLong("stream")).distinct().count());
  }

  @Test
  @Tag("view.1")
  void an_attempt_that_runs_has_not_ended() {
    var lane = service.lane();
    lane.store(1, 1);
    lane.start().assertBatch(1, 1);

    var delivery = lane.view(1).getJsonArray("deliveries").getJsonObject(0);

    assertEquals("leased", delivery.getString("outcome"));
    assertEquals(null, delivery.getString("ended"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "E12345678202601010000zzzzzzzzzzz",
        "E12345678202613010000aaaaaaaaaaa",
        "e12345678202601010000aaaaaaaaaaa",
        "E1",
        "x",
        "%C3%A9",
        "E12345678202601010000zzzzzzzzzz%2F"
      })
  @Tag("view.1")
  void another_id_is_unknown(String id) {
    var lane = service.lane();
    lane.store(1, 1);

    lane.node().get(lane.messages() + "/" + id).assertProblem(404, "unknown-message");
  }

  @Test
  @Tag("view.1")
  void a_message_of_another_lane_is_unknown() {
    var lane = service.lane();
    lane.store(1, 1);
    var id = "/messages/" + Messages.endToEndId(1);

    for (var ispb : List.of(service.lane().ispb(), "1234567", "abcdefgh")) {
      lane.node().get("/api/pix/" + ispb + id).assertProblem(404, "unknown-message");
    }
  }

  private static Instant time(JsonObject delivery, String member) {
    return Instant.parse(delivery.getString(member));
  }
}
