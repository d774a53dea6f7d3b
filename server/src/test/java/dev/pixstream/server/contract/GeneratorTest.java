package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Generator: random messages as a test aid. */
@ContractTest(waitMs = 3_000)
final class GeneratorTest {
  private final Service service;

  GeneratorTest(Service service) {
    this.service = service;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 25, 10_000})
  @Tag("storing.3")
  void so_many_messages_are_stored(int number) {
    var lane = service.lane();

    var stored = generate(lane, Integer.toString(number));

    assertEquals(201, stored.status());
    assertEquals("{\"inserted\":" + number + "}", stored.body());
    assertEquals(
        Integer.toString(number),
        service.database().query("SELECT pixstream.tail('" + lane.ispb() + "')").getFirst());
  }

  @Test
  @Tag("storing.3")
  void they_are_for_that_recebedor_and_differ() {
    var lane = service.lane();
    generate(lane, "40");

    Set<String> ids = new HashSet<>();
    for (var got = lane.start(); got.status() == 200; got = lane.pull(got.next())) {
      for (var message : new JsonArray(got.exchange().body())) {
        var json = (JsonObject) message;
        assertEquals(lane.ispb(), json.getJsonObject("recebedor").getString("ispb"));
        ids.add(json.getString("endToEndId"));
      }
    }

    assertEquals(40, ids.size());
  }

  @Test
  @Tag("polling.2")
  void they_wake_waiters() {
    var lane = service.lane();
    var waiting = lane.start().assertNothingYet();
    var pulling = lane.pulling(waiting.next());

    generate(lane, "1");

    assertEquals(200, Answer.of(pulling).status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "10001",
        "-1",
        "abc",
        "1e3",
        "1.5",
        "99999999999999999999",
        "%20",
        "+5",
        "%D9%A3"
      })
  @Tag("storing.3")
  void a_number_out_of_bounds_is_refused(String number) {
    var lane = service.lane();

    generate(lane, number).assertProblem(400, "invalid-request");
  }

  @Test
  void an_ispb_that_is_none_is_refused() {
    generate(new Lane(service.node(), "1234567a"), "1").assertProblem(400, "invalid-request");
  }

  private static Answer generate(Lane lane, String number) {
    return lane.node()
        .post("/api/util/msgs/" + lane.ispb() + "/" + number, BodyPublishers.noBody());
  }
}
