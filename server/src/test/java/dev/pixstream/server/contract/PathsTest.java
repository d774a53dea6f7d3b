package dev.pixstream.server.contract;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors: what odd paths come to. */
@ContractTest(waitMs = 300)
final class PathsTest {
  private final Service service;

  PathsTest(Service service) {
    this.service = service;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/nothing",
        "/api",
        "/api/",
        "/api/pix",
        "/api/pix/00000001",
        "/api/pix/00000001/stream",
        "/api/pix/00000001/stream/start/more",
        "/api/pix/00000001/streams/start",
        "/API/PIX/00000001/stream/start",
        "/api/util/msgs/00000001",
        "/health",
        "/health/dead",
        "/metrics.txt",
        "/docs/index.html",
        "/docs/secret",
        "/docs/%2e%2e/openapi.yaml",
        "/docs/..%2Fopenapi.yaml",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/favicon.ico",
        "/%20"
      })
  @Tag("errors.1")
  void an_unknown_path_is_not_found(String path) {
    service.node().get(path).assertProblem(404, "not-found");
    service.node().delete(path).assertProblem(404, "not-found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/../../etc/passwd", "/docs/../../openapi.yaml", "/./nothing", "//nothing"})
  @Tag("errors.1")
  void a_path_that_climbs_finds_nothing(String path) {
    raw(path, "/nothing").assertProblem(404, "not-found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/%70ix/{n}",
        "/%61pi/pix/{n}",
        "/api/pix/x/../{n}",
        "/api//pix/{n}",
        "//api/pix/{n}",
        "/api/./pix/{n}",
        "/docs/../api/pix/{n}"
      })
  @Tag("errors.2")
  void another_spelling_of_a_path_is_the_same_path(String spelling) {
    var lane = service.lane();
    lane.store(1, 1);
    var path = spelling.replace("{n}", lane.ispb()) + "/stream/start";

    raw(path, lane.startPath()).assertBatch(1, 1);
  }

  @Test
  @Tag("errors.2")
  void an_ispb_may_be_percent_encoded() {
    var lane = service.lane();
    lane.store(1, 2);
    var encoded = lane.startPath().replace("/0000", "/%30%30%30%30");

    var first = lane.node().get(encoded).assertBatch(1, 1);

    lane.pullOne(first.next().replace("/0", "/%30")).assertBatch(2, 2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1234567",
        "123456789",
        "abcdefgh",
        "1234567a",
        "1234-678",
        "1234567%20",
        "%2012345678",
        "1234%2F678",
        "1234567%00",
        "1234567%C3%A9",
        "%F0%9F%98%8A",
        "%EF%BC%90%EF%BC%90%EF%BC%90%EF%BC%90%EF%BC%90%EF%BC%90%EF%BC%90%EF%BC%90",
        "%D9%A0%D9%A0%D9%A0%D9%A0%D9%A0%D9%A0%D9%A0%D9%A0",
        "1234567;x=1",
        "%2500000001"
      })
  @Tag("errors.1")
  void an_ispb_that_is_none_is_refused(String ispb) {
    service.node().get("/api/pix/" + ispb + "/stream/start").assertProblem(400, "invalid-request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "%zz", "%1", "0000000%g1", "%C3%28%zz"})
  @Tag("errors.1")
  void a_path_that_can_not_be_decoded_is_refused(String ispb) {
    var path = "/api/pix/" + ispb + "/stream/start";

    raw(path, "/api/pix/x/stream/start").assertProblem(400, "invalid-request");
  }

  @Test
  @Tag("errors.1")
  void raw_bytes_beyond_ascii_are_refused() {
    var bytes = new String("ÁÉÍÓ".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);

    raw("/api/pix/" + bytes + "/stream/start", "/api/pix/x/stream/start")
        .assertProblem(400, "invalid-request");
  }

  @Test
  @Tag("errors.2")
  void a_query_is_refused_and_nothing_is_delivered_or_confirmed() {
    var lane = service.lane();
    lane.store(1, 2);

    lane.node().get(lane.startPath() + "?max=10&x=%2F").assertProblem(400, "invalid-request");

    var first = lane.node().get(lane.startPath()).assertBatch(1, 1);
    lane.node().get(first.next() + "?a=b").assertProblem(400, "invalid-request");
    lane.node().get(first.next()).assertBatch(2, 2);
  }

  @Test
  @Tag("errors.2")
  void a_slash_at_the_end_changes_nothing() {
    var lane = service.lane();
    lane.store(1, 2);

    var first = raw(lane.startPath() + "/", lane.startPath()).assertBatch(1, 1);

    raw(first.next() + "/", first.next()).assertBatch(2, 2);
  }

  /** Sends a path as it is; its answer is that of another path, by which it is checked. */
  private Answer raw(String path, String means) {
    try (var connection = service.node().connect()) {
      return connection.request("GET", path).answer("GET", means);
    }
  }
}
