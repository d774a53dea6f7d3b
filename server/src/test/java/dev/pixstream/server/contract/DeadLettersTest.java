package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dead letters: listed, shown, replayed and discarded over HTTP. */
@ContractTest(waitMs = 100, worker = false)
final class DeadLettersTest {
  private static final String PATH = "/api/admin/dead-letters";

  private final Service service;

  DeadLettersTest(Service service) {
    this.service = service;
  }

  @Test
  @Tag("dead-letters.1")
  void they_are_listed_by_pages_in_the_order_of_their_failures() {
    var lane = dead(1, 7);
    service.advance(Duration.ofSeconds(1));
    lane.store(8, 9);
    drain(lane);
    worker(lane).kill(List.of(9, 8));

    var pages = new ArrayList<List<Integer>>();
    var query = "?limit=4&ispb=" + lane.ispb();
    var page = list(query);
    pages.add(numbers(page));
    while (page.getString("next") != null) {
      page = list(query + "&after=" + page.getString("next"));
      pages.add(numbers(page));
    }

    assertEquals(List.of(List.of(1, 2, 3, 4), List.of(5, 6, 7, 8), List.of(9)), pages);
  }

  @Test
  @Tag("dead-letters.1")
  void a_list_can_be_of_all_institutions() {
    var one = dead(1, 2);
    var other = dead(1, 1);
    var listed =
        list("?limit=200").getJsonArray("deadLetters").stream()
            .map(letter -> ((JsonObject) letter).getString("ispb"))
            .filter(ispb -> ispb.equals(one.ispb()) || ispb.equals(other.ispb()))
            .toList();
    assertEquals(List.of(one.ispb(), one.ispb(), other.ispb()), listed);
  }

  @Test
  @Tag("dead-letters.1")
  void a_list_can_be_of_a_time() {
    var lane = dead(1, 1);
    service.advance(Duration.ofMinutes(10));
    lane.store(2, 2);
    drain(lane);
    worker(lane).kill(List.of(2));
    var all = "?ispb=" + lane.ispb();
    var second = list(all).getJsonArray("deadLetters").getJsonObject(1).getString("lastFailed");

    assertEquals(List.of(2), numbers(list(all + "&from=" + second)));
    assertEquals(List.of(1), numbers(list(all + "&to=" + second)));
    assertEquals(List.of(), numbers(list("?from=2100-01-01T00:00:00Z")));
  }

  @Test
  @Tag("dead-letters.1")
  void one_is_shown_with_its_message_its_error_and_its_times() {
    var lane = service.lane();
    lane.store(1, 3);
    drain(lane);
    worker(lane).kill(List.of(2));

    var answer = lane.node().get(one(lane, 2));
    var letter = answer.json();

    assertEquals("dead", letter.getString("state"));
    assertEquals(2, letter.getInteger("sequence"));
    assertEquals("java.io.IOException", letter.getString("errorClass"));
    assertEquals("it went wrong", letter.getString("errorMessage"));
    assertEquals(1, letter.getInteger("attempts"));
    assertEquals(letter.getString("firstFailed"), letter.getString("lastFailed"));
    assertEquals(new JsonArray(), letter.getJsonArray("audit"));
    assertTrue(
        answer.body().endsWith(",\"message\":" + Messages.message(lane.ispb(), 2) + "}"),
        answer::body);
  }

  @Test
  @Tag("dead-letters.1")
  void an_invalid_id_is_unknown() {
    var lane = service.lane();
    lane.store(1, 3);
    drain(lane);
    worker(lane).failOnce(List.of(2));
    for (var number : List.of(1, 2, 4)) {
      var path = one(lane, number);
      lane.node().get(path).assertProblem(404, "unknown-dead-letter");
      replay(lane, number).assertProblem(404, "unknown-dead-letter");
      discard(lane, number, "why").assertProblem(404, "unknown-dead-letter");
    }
    lane.node().get(PATH + "/1234/x").assertProblem(404, "unknown-dead-letter");
    lane.node().get(PATH + "/" + lane.ispb() + "/x").assertProblem(404, "unknown-dead-letter");
  }

  @Test
  @Tag("dead-letters.2")
  void a_replay_makes_it_due_at_once_with_all_its_attempts_and_a_second_one_changes_nothing() {
    var lane = dead(1, 1);

    assertTrue(replay(lane, 1).json().getBoolean("changed"));
    var letter = lane.node().get(one(lane, 1)).json();
    assertEquals("retrying", letter.getString("state"));
    assertEquals(0, letter.getInteger("attempts"));
    assertFalse(replay(lane, 1).json().getBoolean("changed"));
    assertEquals(letter, lane.node().get(one(lane, 1)).json());

    worker(lane).process();
    assertEquals("processed", lane.node().get(one(lane, 1)).json().getString("state"));
    assertFalse(replay(lane, 1).json().getBoolean("changed"));
  }

  @Test
  @Tag("dead-letters.2")
  void a_replay_that_fails_for_good_is_a_dead_letter_again() {
    var lane = dead(1, 1);
    replay(lane, 1);
    service.advance(Duration.ofSeconds(5));
    worker(lane).kill(List.of(1));

    assertEquals(List.of(1), numbers(list("?ispb=" + lane.ispb())));
    assertTrue(replay(lane, 1).json().getBoolean("changed"));
    var audit = lane.node().get(one(lane, 1)).json().getJsonArray("audit");
    assertEquals(2, audit.size());
    var first = audit.getJsonObject(0);
    assertEquals("replayed", first.getString("action"));
    assertEquals("java.io.IOException", first.getString("errorClass"));
    assertEquals(1, first.getInteger("attempts"));
    assertTrue(
        Instant.parse(first.getString("acted"))
            .isBefore(Instant.parse(audit.getJsonObject(1).getString("acted"))));
  }

  @Test
  @Tag("dead-letters.3")
  void a_discard_is_for_good_and_keeps_who_is_asked_why() {
    var lane = dead(1, 1);

    assertTrue(discard(lane, 1, " paid by hand, ção ").json().getBoolean("changed"));
    assertFalse(discard(lane, 1, "another").json().getBoolean("changed"));
    replay(lane, 1).assertProblem(409, "already-discarded");

    var letter = lane.node().get(one(lane, 1)).json();
    assertEquals("discarded", letter.getString("state"));
    var audit = letter.getJsonArray("audit");
    assertEquals(1, audit.size());
    assertEquals("paid by hand, ção", audit.getJsonObject(0).getString("reason"));
    assertEquals("it went wrong", audit.getJsonObject(0).getString("errorMessage"));
    assertEquals(letter.getString("ended"), audit.getJsonObject(0).getString("acted"));
    assertEquals(List.of(), numbers(list("?ispb=" + lane.ispb())));
  }

  @Test
  @Tag("dead-letters.3")
  void a_replayed_message_can_not_be_discarded() {
    var lane = dead(1, 1);
    replay(lane, 1);
    discard(lane, 1, "too late").assertProblem(409, "already-replayed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"reason\":null}",
        "{\"reason\":7}",
        "{\"reason\":\"\"}",
        "{\"reason\":\"  \"}",
        "{\"reason\":\"a\\nb\"}",
        "{\"reason\":\"\\ud800\"}"
      })
  @Tag("dead-letters.3")
  void a_discard_needs_a_reason(String body) {
    var lane = dead(1, 1);
    lane.node()
        .post(one(lane, 1) + "/discard", body)
        .assertProblem(400, "invalid-request", "/reason");
    assertEquals(List.of(1), numbers(list("?ispb=" + lane.ispb())));
  }

  @Test
  @Tag("dead-letters.2")
  void several_are_replayed_and_each_is_counted() {
    var lane = dead(1, 4);
    replay(lane, 1);
    discard(lane, 2, "why");
    var names = new JsonArray();
    for (int number : List.of(1, 2, 3, 4, 4, 9)) {
      names.add(
          new JsonObject().put("ispb", lane.ispb()).put("endToEndId", Messages.endToEndId(number)));
    }

    var answer =
        lane.node().post(PATH + "/replay", new JsonObject().put("messages", names).encode());

    assertEquals(200, answer.status(), answer::body);
    assertEquals(
        new JsonObject("{\"replayed\":2,\"unchanged\":1,\"discarded\":1,\"unknown\":1}"),
        answer.json());
  }

  @Test
  @Tag("dead-letters.2")
  void all_of_an_institution_are_replayed_in_steps() {
    var lane = dead(1, 2_345);
    var other = dead(1, 1);
    var body = new JsonObject().put("ispb", lane.ispb()).encode();
    service.advance(Duration.ofSeconds(1));

    var answer = lane.node().post(PATH + "/replay", body);

    assertEquals(2_345, answer.json().getInteger("replayed"));
    assertFalse(answer.json().getBoolean("more"));
    assertEquals(0, lane.node().post(PATH + "/replay", body).json().getInteger("replayed"));
    var transactions = "SELECT count(DISTINCT xmin::text) FROM pixstream.failure WHERE ispb = '";
    assertEquals(List.of("3"), service.database().query(transactions + lane.ispb() + "'"));
    assertEquals(List.of(1), numbers(list("?ispb=" + other.ispb())));
  }

  @Test
  @Tag("dead-letters.2")
  void what_dies_again_meanwhile_does_not_come_round() {
    var lane = dead(1, 1);
    var body = new JsonObject().put("ispb", lane.ispb());
    var until = lane.node().post(PATH + "/replay", body.encode()).json().getString("until");
    service.advance(Duration.ofSeconds(1));
    worker(lane).kill(List.of(1));

    body.put("until", until);
    assertEquals(
        0, lane.node().post(PATH + "/replay", body.encode()).json().getInteger("replayed"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                       | /ispb
          {"ispb":"123"}                                           | /ispb
          {"ispb":"12345678","all":true}                           | ''
          {"ispb":"12345678","until":"yesterday"}                  | /until
          {"messages":[]}                                          | /messages
          {"messages":{}}                                          | /messages
          {"messages":[7]}                                         | /messages/0
          {"messages":[{"ispb":"12345678"}]}                       | /messages/0/endToEndId
          {"messages":[{"ispb":"12345678","endToEndId":"x"}]}      | /messages/0/endToEndId
          {"messages":[],"ispb":"12345678"}                        | ''
          []                                                       | ''
          {"ispb"                                                  | ''
          """)
  void a_body_that_does_not_say_what_to_replay_is_refused(String body, String member) {
    service.node().post(PATH + "/replay", body).assertProblem(400, "invalid-request", member);
  }

  @Test
  void a_thousand_and_one_names_are_refused() {
    var name = new JsonObject().put("ispb", "12345678").put("endToEndId", Messages.endToEndId(1));
    var names = new JsonArray(IntStream.rangeClosed(0, 1_000).mapToObj(i -> name).toList());
    service
        .node()
        .post(PATH + "/replay", new JsonObject().put("messages", names).encode())
        .assertProblem(400, "invalid-request", "/messages");
  }

  @Test
  void a_body_has_its_media_type() {
    service
        .node()
        .post(PATH + "/replay", BodyPublishers.ofString("{}"), "Content-Type", "text/plain")
        .assertProblem(415, "unsupported-media-type");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=201",
        "limit=x",
        "ispb=1",
        "from=today",
        "to=2026-13-01T00:00:00Z",
        "after=x",
        "limit=1&limit=2",
        "after=12345678-99999999999999999-1-1"
      })
  void a_query_that_is_wrong_is_refused(String query) {
    service.node().get(PATH + "?" + query).assertProblem(400, "invalid-request");
  }

  /** Messages that are stored, delivered, confirmed, and fail for good. */
  private Lane dead(int from, int to) {
    var lane = service.lane();
    lane.store(from, to);
    drain(lane);
    worker(lane).kill(IntStream.rangeClosed(from, to).boxed().toList());
    return lane;
  }

  private static void drain(Lane lane) {
    var first = lane.start();
    if (first.status() == 200) {
      lane.drain(first.next());
    }
  }

  private HandWorker worker(Lane lane) {
    return new HandWorker(service.database(), lane.ispb());
  }

  private static String one(Lane lane, int number) {
    return PATH + "/" + lane.ispb() + "/" + Messages.endToEndId(number);
  }

  private static Answer replay(Lane lane, int number) {
    return Answer.of(
        lane.node().send("POST", one(lane, number) + "/replay", BodyPublishers.noBody()));
  }

  private static Answer discard(Lane lane, int number, String reason) {
    return lane.node()
        .post(one(lane, number) + "/discard", new JsonObject().put("reason", reason).encode());
  }

  private JsonObject list(String query) {
    var answer = service.node().get(PATH + query);
    assertEquals(200, answer.status(), answer::body);
    return answer.json();
  }

  private static List<Integer> numbers(JsonObject page) {
    return Messages.numbers(page.encode());
  }
}
