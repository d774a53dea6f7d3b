package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors: methods that a path does not have. */
@ContractTest(waitMs = 300)
final class MethodsTest {
  private final Service service;

  MethodsTest(Service service) {
    this.service = service;
  }

  @ParameterizedTest
  @CsvSource({
    "POST,    /api/pix/00000001/stream/start, 'GET, OPTIONS'",
    "PUT,     /api/pix/00000001/stream/start, 'GET, OPTIONS'",
    "DELETE,  /api/pix/00000001/stream/start, 'GET, OPTIONS'",
    "POST,    /api/pix/00000001/stream/0123456789ab, 'DELETE, GET, OPTIONS'",
    "PATCH,   /api/pix/00000001/stream/0123456789ab, 'DELETE, GET, OPTIONS'",
    "GET,     /api/pix/00000001/messages, 'OPTIONS, POST'",
    "PUT,     /api/pix/00000001/messages, 'OPTIONS, POST'",
    "DELETE,  /api/pix/00000001/messages, 'OPTIONS, POST'",
    "POST,    /api/pix/00000001/messages/x, 'GET, HEAD, OPTIONS'",
    "DELETE,  /api/pix/00000001/messages/x, 'GET, HEAD, OPTIONS'",
    "GET,     /api/util/msgs/00000001/5, 'OPTIONS, POST'",
    "POST,    /api/admin/dead-letters, 'GET, HEAD, OPTIONS'",
    "POST,    /api/admin/verify, 'GET, HEAD, OPTIONS'",
    "GET,     /api/admin/dead-letters/replay, 'OPTIONS, POST'",
    "DELETE,  /api/admin/dead-letters/00000001/x, 'GET, HEAD, OPTIONS'",
    "GET,     /api/admin/dead-letters/00000001/x/replay, 'OPTIONS, POST'",
    "PUT,     /api/admin/dead-letters/00000001/x/discard, 'OPTIONS, POST'",
    "POST,    /health/live, 'GET, HEAD, OPTIONS'",
    "DELETE,  /health/ready, 'GET, HEAD, OPTIONS'",
    "PUT,     /health/started, 'GET, HEAD, OPTIONS'"
  })
  @Tag("errors.1")
  void another_method_is_not_allowed(String method, String path, String allowed) {
    var answer = Answer.of(service.node().send(method, path, BodyPublishers.noBody()));

    answer.assertProblem(405, "method-not-allowed");
    assertEquals(allowed, answer.header("Allow").orElseThrow());
  }

  @Test
  void another_method_with_a_slash_at_the_end_is_not_allowed_either() {
    try (var connection = service.node().connect()) {
      connection.request("PUT", "/api/pix/00000001/messages/");

      var answer = connection.answer("PUT", "/api/pix/00000001/messages");

      answer.assertProblem(405, "method-not-allowed");
      assertEquals("OPTIONS, POST", answer.header("Allow").orElseThrow());
    }
  }

  @Test
  void a_method_of_ones_own_is_not_allowed() {
    try (var connection = service.node().connect()) {
      connection.request("BREW", "/api/pix/00000001/messages");

      connection
          .answer("BREW", "/api/pix/00000001/messages")
          .assertProblem(405, "method-not-allowed");
    }
  }

  /** A HEAD that opened a stream would lose its batch. */
  @Test
  @Tag("errors.1")
  void head_opens_nothing_and_has_no_body() {
    var lane = service.lane();
    lane.store(1, 1);
    try (var connection = lane.node().connect()) {
      connection.request("HEAD", lane.startPath());
      var head = connection.exchange("HEAD", lane.startPath());

      assertEquals(405, head.status());
      assertEquals("GET, OPTIONS", head.header("Allow").orElseThrow());
      assertEquals(0, service.openStreams(lane));
      // The connection is still in step: a body would have been taken for the next response.
      connection.request("GET", lane.startPath());
      connection.answer("GET", lane.startPath()).assertBatch(1, 1);
    }
  }
}
