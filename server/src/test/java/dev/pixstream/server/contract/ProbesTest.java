package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.server.Exchange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How balancers look whether a node is well: by GET, HEAD and OPTIONS, also of HTTP/1.0. */
@ContractTest(waitMs = 300)
final class ProbesTest {
  private static final String PROMETHEUS =
      "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
          + "application/openmetrics-text;version=0.0.1;q=0.5,"
          + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2";

  private final Service service;

  ProbesTest(Service service) {
    this.service = service;
  }

  private Exchange probe(String method, String path, String... headers) {
    try (var connection = service.node().connect()) {
      var answer = connection.request(method, path, headers).exchange(method, path);
      // It is still in step: a body of a HEAD would be taken for the next response.
      connection.request("GET", "/health/live").answer("GET", "/health/live");
      return answer;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/health/live",
        "/health/ready",
        "/health/started",
        "/metrics",
        "/docs",
        "/docs/openapi.yaml",
        "/docs/swagger-ui.css",
        "/console",
        "/console/messages",
        "/console/dead-letters",
        "/api/admin/dead-letters",
        "/api/admin/verify"
      })
  @Tag("between.1")
  void a_head_says_what_a_get_would(String path) {
    var get = probe("GET", path);
    var head = probe("HEAD", path);

    assertEquals(200, get.status());
    assertEquals(200, head.status());
    for (var header : new String[] {"Content-Type", "Cache-Control", "ETag", "Vary"}) {
      assertEquals(get.header(header), head.header(header), header);
    }
    assertTrue(get.header("Cache-Control").isPresent());
    assertEquals(0, head.body().length());
    var allow = probe("OPTIONS", path);
    assertEquals(204, allow.status());
    assertTrue(allow.header("Allow").orElseThrow().startsWith("GET, HEAD, OPTIONS"));
  }

  @ParameterizedTest
  @CsvSource({
    "/api/pix/00000001/stream/start,        'GET, OPTIONS'",
    "/api/pix/00000001/stream/0123456789ab, 'DELETE, GET, OPTIONS'",
    "/api/pix/00000001/messages,            'OPTIONS, POST'",
    "/api/pix/00000001/messages/x,          'GET, HEAD, OPTIONS'",
    "/api/util/msgs/00000001/5,             'OPTIONS, POST'",
    "/api/admin/dead-letters/replay,        'OPTIONS, POST'",
    "/console/events,                       'GET, OPTIONS'",
    "/console/sign-in,                      'GET, HEAD, OPTIONS, POST'",
    "/,                                     OPTIONS",
    "*,                                     OPTIONS"
  })
  @Tag("between.1")
  void options_says_which_methods_there_are(String path, String allowed) {
    var answer = probe("OPTIONS", path);

    assertEquals(204, answer.status());
    assertEquals(allowed, answer.header("Allow").orElseThrow());
    assertEquals("no-store", answer.header("Cache-Control").orElseThrow());
    assertEquals(404, probe("OPTIONS", "/nowhere").status());
  }

  /** It would claim messages, or confirm some, and lose the answer. */
  @Test
  @Tag("between.1")
  void a_head_of_a_stream_is_refused_and_changes_nothing() {
    var lane = service.lane();
    lane.store(1, 2);
    var first = lane.startOne().assertBatch(1, 1);

    for (var path : new String[] {lane.startPath(), first.next()}) {
      var head = probe("HEAD", path);
      assertEquals(405, head.status());
      assertTrue(head.header("Allow").orElseThrow().contains("GET"));
    }

    assertEquals(1, service.openStreams(lane));
    lane.assertOutcomes(1, 1, "leased");
    lane.assertOutcomes(2, 2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OPTIONS / HTTP/1.0\r\n\r\n",
        "OPTIONS / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "OPTIONS * HTTP/1.0\r\n\r\n",
        "OPTIONS /health/ready HTTP/1.0\r\n\r\n",
        "HEAD /health/ready HTTP/1.0\r\n\r\n",
        "GET /health/ready HTTP/1.0\r\n\r\n",
        "GET /health/ready HTTP/1.0\r\nConnection: close\r\nUser-Agent: x\r\n\r\n"
      })
  @Tag("between.1")
  void the_probes_that_balancers_send_are_answered(String request) {
    try (var connection = service.node().connect()) {
      var status = connection.write(request).rest();

      assertTrue(status.startsWith("HTTP/1.") && status.charAt(9) == '2', status);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {PROMETHEUS, "application/openmetrics-text;version=1.0.0", "text/html", "*/*", ""})
  void metrics_are_sent_as_text_whatever_prometheus_accepts(String accept) {
    var answer = probe("GET", "/metrics", "Accept", accept);

    assertEquals(200, answer.status());
    assertEquals(
        "text/plain; version=0.0.4; charset=utf-8", answer.header("Content-Type").orElseThrow());
    assertTrue(answer.body().toString().contains("pixstream_"));
  }
}
