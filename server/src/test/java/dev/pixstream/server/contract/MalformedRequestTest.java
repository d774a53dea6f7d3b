package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors: what is no request of HTTP/1.1. It is answered, and the connection is closed. */
@ContractTest(waitMs = 300)
final class MalformedRequestTest {
  private static final String START = "/api/pix/00000001/stream/start";

  private final Service service;

  MalformedRequestTest(Service service) {
    this.service = service;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GARBAGE\r\n\r\n",
        "GET\r\n\r\n",
        "GET " + START + " HTTP/1.1\r\nHost : x\r\n\r\n",
        "GET " + START + " HTTP/1.1\r\nHost: localhost\r\nno colon\r\n\r\n",
        "GET " + START + " HTTP/1.1\r\nHost: localhost\r\nA\u0000b: c\r\n\r\n",
        "GET " + START + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
        "GET "
            + START
            + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "POST /api/pix/00000001/messages HTTP/1.1\r\nHost: localhost\r\nContent-Length: ten\r\n\r\n"
      })
  @Tag("errors.1")
  void it_is_refused(String request) {
    assertTrue(refused(request, 400, "invalid-request").contains("HTTP/1.1"));
  }

  @Test
  @Tag("errors.1")
  void a_request_line_that_is_too_long_is_refused() {
    refused(
        "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n", 414, "uri-too-long");
  }

  @Test
  @Tag("errors.1")
  void headers_that_are_too_long_are_refused() {
    var headers = "X-Long: " + "x".repeat(20_000) + "\r\n\r\n";

    refused(
        "GET " + START + " HTTP/1.1\r\nHost: localhost\r\n" + headers, 431, "headers-too-large");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/2.0", "HTTP/1.2", "HTTP/0.9", "RTSP/1.0"})
  @Tag("errors.1")
  void another_version_is_refused(String version) {
    refused("GET " + START + " " + version + "\r\nHost: localhost\r\n\r\n", 501, "not-implemented");
  }

  @Test
  void the_preface_of_http_2_is_refused() {
    refused("PRI * HTTP/2.0\r\n\r\n", 501, "not-implemented");
  }

  @Test
  void after_a_chunk_without_a_length_the_connection_is_closed_and_nothing_stored() {
    var lane = service.lane();
    try (var connection = lane.node().connect()) {
      connection.request(
          "POST",
          lane.messages(),
          "Content-Type",
          "application/json",
          "Transfer-Encoding",
          "chunked");
      connection.write("zz\r\n" + Messages.message(lane.ispb(), 1) + "\r\n0\r\n\r\n");

      connection.awaitClosed();
    }
    assertEquals(204, lane.start().status());
  }

  @Test
  void two_requests_at_once_on_a_connection_are_answered_in_order() {
    var lane = service.lane();
    lane.store(1, 2);
    try (var connection = lane.node().connect()) {
      var request = "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(lane.startPath());
      connection.write(request.repeat(2));

      connection.answer("GET", lane.startPath()).assertBatch(1, 1);
      connection.answer("GET", lane.startPath()).assertBatch(2, 2);
    }
  }

  private String refused(String request, int status, String slug) {
    try (var connection = service.node().connect()) {
      connection.write(request);
      var answer = new Answer(connection.exchange("GET", START)).assertProblem(status, slug);
      assertEquals("no-store", answer.header("Cache-Control").orElseThrow());
      assertEquals("close", answer.header("Connection").orElseThrow());
      connection.awaitClosed();
      return answer.json().getString("detail");
    }
  }
}
