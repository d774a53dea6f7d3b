package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can't be read is refused, never passed over: above all before what can't be undone. */
@ContractTest(waitMs = 100, worker = false, faults = true)
final class IgnoredInputTest {
  private static final String FILTER = "&ispb=ISPB";

  private final Service service;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  IgnoredInputTest(Service service) {
    this.service = service;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /api/admin/dead-letters?from=2020",
        "GET /api/admin/dead-letters?from=",
        "GET /api/admin/dead-letters?From=2020-01-01T00:00:00Z",
        "GET /api/admin/dead-letters?since=2020-01-01T00:00:00Z",
        "GET /api/admin/dead-letters?ispb=ISPB&ispb=ISPB",
        "GET /api/admin/dead-letters?ispb=ISPB&ISPB=ISPB",
        "GET /api/admin/dead-letters?limit=0",
        "GET /api/admin/dead-letters?limit=",
        "GET /api/admin/dead-letters?after=x",
        "GET /api/admin/dead-letters/ISPB/ID?state=dead",
        "POST /api/admin/dead-letters/ISPB/ID/replay?ispb=00000000",
        "GET /api/admin/verify?ISPB=ISPB",
        "GET /api/admin/verify?after=",
        "POST /api/util/msgs/ISPB/1?number=2",
        "DELETE /api/util/faults?ISPB=ISPB",
        "DELETE /api/util/faults?lane=ISPB",
        "DELETE /api/util/faults?ispb=",
        "DELETE /api/util/faults/x",
        "DELETE /api/util/faults/1?ispb=ISPB",
        "GET /api/pix/ISPB/stream/start?max=5",
        "GET /api/pix/ISPB/messages/ID?payload=no"
      })
  @Tag("access.5")
  void a_query_that_is_not_known_is_refused(String request) {
    var lane = dead(1);
    var words = filled(request, lane).split(" ", 2);

    Answer.of(lane.node().send(words[0], words[1], BodyPublishers.noBody()))
        .assertProblem(400, "invalid-request");

    assertEquals(List.of("dead:1"), states(lane));
    assertEquals(
        1, lane.node().get("/api/admin/verify?ispb=" + lane.ispb()).json().getInteger("messages"));
  }

  @Test
  @Tag("access.5")
  void a_close_with_a_query_or_a_body_confirms_nothing() {
    var lane = service.lane();
    lane.store(1, 2);
    var batch = lane.startOne().assertBatch(1, 1);

    lane.close(batch.next() + "?confirm=false").assertProblem(400, "invalid-request");
    Answer.of(
            lane.node()
                .send("DELETE", batch.next(), BodyPublishers.ofString("{\"confirm\":false}")))
        .assertProblem(400, "invalid-request");

    lane.assertOutcomes(1, 1, "leased");
    lane.pullOne(batch.next()).assertBatch(2, 2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE /api/util/faults {\"ispb\":\"00000000\"}",
        "POST /api/admin/dead-letters/ISPB/ID/replay {\"until\":\"2020-01-01T00:00:00Z\"}",
        "POST /api/admin/dead-letters/replay {\"ispb\":\"00000000\",\"ispb\":\"ISPB\"}",
        "POST /api/admin/dead-letters/replay {\"ispb\":\"ISPB\",\"Until\":\"2020-01-01T00:00:00Z\"}",
        "POST /api/admin/dead-letters/replay {\"ispb\":\"ISPB\",\"until\":\"2020-01-01\"}",
        "POST /api/admin/dead-letters/replay {\"ispb\":\"ISPB\",\"until\":null}",
        "POST /api/admin/dead-letters/ISPB/ID/discard {\"reason\":\"a\",\"reason\":\"b\"}",
        "POST /api/util/faults {\"seed\":1,\"seed\":2,\"faults\":[{\"fault\":\"cut-body\"}]}"
      })
  @Tag("access.5")
  void a_body_that_says_more_than_is_read_is_refused(String request) {
    var lane = dead(1);
    var words = filled(request, lane).split(" ", 3);

    Answer.of(
            lane.node()
                .send(
                    words[0],
                    words[1],
                    BodyPublishers.ofString(words[2]),
                    "Content-Type",
                    "application/json"))
        .assertProblem(400, "invalid-request");

    assertEquals(List.of("dead:1"), states(lane));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "discard=1&all=1&reason=old&to=2020",
        "discard=1&all=1&reason=old&to=2020-13-01T00:00",
        "discard=1&all=1&reason=old&to=01/01/2020",
        "discard=1&all=1&reason=old&from=tomorrow",
        "discard=1&all=1&reason=old&before=2020-01-01T00:00",
        "discard=1&all=1&reason=old&To=2020-01-01T00:00",
        "discard=1&all=1&reason=old&to=2020-01-01T00:00&to=2100-01-01T00:00",
        "discard=1&all=1&reason=old&after=x",
        "discard=1&all=1&reason=old&until=yesterday",
        "discard=1&all=false&reason=old",
        "discard=0&all=1&reason=old",
        "discard=1&replay=1&all=1&reason=old",
        "discard=1&reason=old",
        "discard=1&reason=old&name=ISPB",
        "discard=1&all=1&reason=old&action=archive",
        "all=1&reason=old",
        "action=discard&all=1&reason=old&done=x"
      })
  @Tag("access.5")
  void a_form_that_can_not_be_read_discards_nothing(String form) throws Exception {
    var lane = dead(2);

    var answer = post("/console/dead-letters", filled(form + FILTER, lane), "HX-Request", "true");

    assertEquals(400, answer.statusCode(), answer::body);
    assertTrue(answer.body().contains("Nothing was done"), answer::body);
    assertEquals(List.of("dead:2"), states(lane));
  }

  @Test
  @Tag("access.5")
  void a_form_whose_institution_can_not_be_read_discards_nothing_of_any() throws Exception {
    var lane = dead(2);

    var answer =
        post("/console/dead-letters", "discard=1&all=1&reason=old&ispb=123", "HX-Request", "true");

    assertEquals(400, answer.statusCode(), answer::body);
    assertEquals(List.of("dead:2"), states(lane));
  }

  @Test
  @Tag("access.5")
  void a_query_of_a_form_is_not_its_filter() throws Exception {
    var lane = dead(2);
    var path = "/console/dead-letters?to=2020-01-01T00:00";

    var answer =
        post(path, filled("discard=1&all=1&reason=old" + FILTER, lane), "HX-Request", "true");

    assertEquals(400, answer.statusCode(), answer::body);
    assertEquals(List.of("dead:2"), states(lane));
  }

  @Test
  @Tag("access.5")
  void a_filter_that_can_be_read_keeps_what_it_does_not_name() throws Exception {
    var lane = dead(2);
    var form = filled("discard=1&all=1&reason=old&from=&to=2020-01-01T00:00" + FILTER, lane);

    assertEquals(200, post("/console/dead-letters", form, "HX-Request", "true").statusCode());

    assertEquals(List.of("dead:2"), states(lane));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/console?sort=colour",
        "/console?page=0",
        "/console?page=1&page=2",
        "/console?q=123456789",
        "/console?lane=1",
        "/console?lang=xx",
        "/console/events?sort=colour",
        "/console/dead-letters?to=2020",
        "/console/dead-letters?after=x",
        "/console/dead-letters?ispb=1",
        "/console/messages?E=1",
        "/console/lanes/00000000?from=1"
      })
  @Tag("access.5")
  void a_page_says_what_it_does_not_understand(String path) throws Exception {
    var answer =
        http.send(
            HttpRequest.newBuilder(uri(path)).header("Accept-Language", "pt-BR").build(),
            BodyHandlers.ofString());

    assertEquals(400, answer.statusCode(), answer::body);
    assertTrue(answer.body().contains("esperava-se"), answer::body);
  }

  private Lane dead(int messages) {
    var lane = service.lane();
    lane.store(1, messages);
    lane.drain(lane.start().next());
    new HandWorker(service.database(), lane.ispb())
        .kill(messages == 1 ? List.of(1) : List.of(1, 2));
    return lane;
  }

  private List<String> states(Lane lane) {
    return service
        .database()
        .query(
            "SELECT state || ':' || count(*) FROM pixstream.failure WHERE ispb = '%s' GROUP BY state"
                .formatted(lane.ispb()));
  }

  private static String filled(String text, Lane lane) {
    return text.replaceAll("\\bISPB\\b(?!=|\"?:)", lane.ispb())
        .replace("/ID", "/" + Messages.endToEndId(1));
  }

  private HttpResponse<String> post(String path, String form, String... headers)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Sec-Fetch-Site", "same-origin")
            .headers(headers)
            .POST(BodyPublishers.ofString(form))
            .build(),
        BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + service.node().port() + path);
  }
}
