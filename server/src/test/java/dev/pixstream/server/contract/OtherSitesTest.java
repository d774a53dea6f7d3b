package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.server.Exchange;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A page of another site in a browser of this machine: it can ask, and comes to nothing. */
@ContractTest(waitMs = 300, faults = true)
final class OtherSitesTest {
  private static final String GENERATE = "/api/util/msgs/0000000Z/5";

  private final Service service;

  OtherSitesTest(Service service) {
    this.service = service;
  }

  private Exchange ask(String method, String path, String... headers) {
    try (var connection = service.node().connect()) {
      return connection.request(method, path, headers).exchange(method, path);
    }
  }

  private Exchange askHost(String method, String path, String hosts) {
    try (var connection = service.node().connect()) {
      return connection
          .write(method + " " + path + " HTTP/1.1\r\n" + hosts + "\r\n")
          .exchange(method, path);
    }
  }

  private static void assertRefused(int status, String slug, Exchange exchange) {
    new Answer(exchange).assertProblem(status, slug);
    assertEquals("no-store", exchange.header("Cache-Control").orElseThrow());
  }

  /** What every route says to a name that was made to lead here, and to another site's script. */
  @ParameterizedTest
  @CsvSource({
    "GET, /api/pix/0000000Z/stream/start",
    "GET, /api/pix/0000000Z/stream/0123456789ab",
    "DELETE, /api/pix/0000000Z/stream/0123456789ab",
    "POST, /api/pix/0000000Z/messages",
    "GET, /api/pix/0000000Z/messages/x",
    "POST, /api/util/msgs/0000000Z/5",
    "POST, /api/util/faults",
    "DELETE, /api/util/faults",
    "GET, /api/admin/dead-letters",
    "POST, /api/admin/dead-letters/replay",
    "GET, /api/admin/verify",
    "GET, /docs",
    "GET, /docs/openapi.yaml",
    "GET, /console",
    "GET, /console/events",
    "POST, /console/sign-in",
    "POST, /console/sign-out",
    "POST, /console/dead-letters",
    "GET, /metrics",
    "GET, /health/live",
    "GET, /health/ready",
    "OPTIONS, /api/pix/0000000Z/messages",
    "GET, /nowhere"
  })
  @Tag("access.7")
  void every_route_refuses_them(String method, String path) {
    assertRefused(421, "misdirected", askHost(method, path, "Host: evil.example:8080\r\n"));
    for (var site : List.of("cross-site", "same-site", "cross-origin")) {
      assertRefused(403, "forbidden", ask(method, path, "Sec-Fetch-Site", site));
    }
    for (var origin : List.of("https://evil.example", "null", "http://localhost:1", "file://")) {
      assertRefused(403, "forbidden", ask(method, path, "Origin", origin));
    }
    assertEquals(
        List.of("0"),
        service.database().query("SELECT count(*) FROM pixstream.message WHERE ispb = '0000000Z'"));
    assertEquals(
        List.of("0"),
        service.database().query("SELECT count(*) FROM pixstream.stream WHERE ispb = '0000000Z'"));
  }

  @ParameterizedTest
  @CsvSource({
    "/console, document, 200",
    "/docs, document, 200",
    "/health/live, document, 200",
    "/console, iframe, 403",
    "/docs, object, 403",
    "/api/admin/dead-letters, document, 403",
    "/api/pix/0000000Z/stream/start, document, 403",
    "//api/pix/0000000Z/stream/start, document, 403",
    "/%61pi/pix/0000000Z/stream/start, document, 403",
    "/docs/../api/pix/0000000Z/stream/start, document, 403"
  })
  @Tag("access.7")
  void a_link_of_another_site_leads_to_pages_alone(String path, String dest, int status) {
    var link =
        new String[] {
          "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", dest
        };
    assertEquals(status, ask("GET", path, link).status());
    assertEquals(403, ask("POST", path, link).status());
  }

  @Test
  @Tag("access.7")
  void its_own_pages_and_a_typed_address_are_served() {
    assertEquals(200, ask("GET", "/api/admin/dead-letters", "Sec-Fetch-Site", "none").status());
    assertEquals(403, ask("POST", GENERATE, "Sec-Fetch-Site", "none").status());
    var lane = service.lane();
    var path = "/api/util/msgs/" + lane.ispb() + "/1";
    assertEquals(201, ask("POST", path, "Sec-Fetch-Site", "same-origin").status());
    assertEquals(201, ask("POST", path, "Origin", "http://localhost").status());
    assertEquals(201, ask("POST", path, "Origin", "http://LOCALHOST:80").status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Host: localhost\r\nHost: localhost\r\n",
        "Host: localhost\r\nHost: evil.example\r\n",
        "Host: evil.example\r\nhost: localhost\r\n",
        "Host: localhost, evil.example\r\n",
        "Host:\r\n",
        "Host: user@localhost\r\n",
        "Host: localhost:port\r\n",
        "Host: local host\r\n"
      })
  @Tag("access.7")
  void a_request_has_one_host(String hosts) {
    for (var path : List.of("/health/live", "/docs", "/api/pix/0000000Z/stream/start")) {
      assertRefused(400, "invalid-request", askHost("GET", path, hosts));
    }
  }

  @Test
  @Tag("access.7")
  void a_request_line_that_names_another_host_is_refused() {
    var host = "Host: localhost\r\n";
    assertEquals(200, askHost("GET", "http://localhost/health/live", host).status());
    assertEquals(421, askHost("GET", "http://evil.example/health/live", host).status());
    assertEquals(
        421, askHost("GET", "http://localhost/health/live", "Host: evil.example\r\n").status());
  }

  @Test
  @Tag("access.7")
  void http_1_0_needs_no_host() {
    try (var connection = service.node().connect()) {
      connection.write("GET /health/live HTTP/1.0\r\n\r\n");

      assertEquals(200, connection.exchange("GET", "/health/live").status());
      assertTrue(connection.rest().isEmpty());
    }
  }
}
