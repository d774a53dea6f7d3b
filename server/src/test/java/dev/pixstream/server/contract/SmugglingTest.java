package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks: requests that a proxy before the server might have read otherwise, and hostile JSON. */
@ContractTest(waitMs = 300)
final class SmugglingTest {
  private static final String SMUGGLED = "DELETE /api/smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n";

  private final Service service;

  SmugglingTest(Service service) {
    this.service = service;
  }

  /**
   * Whatever the server makes of it, it answers once and closes: the second request is never read.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
        "Transfer-Encoding: xchunked\r\nContent-Length: 5\r\n",
        "Transfer-Encoding: chunked, identity\r\nContent-Length: 5\r\n",
        "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n",
        "Transfer-Encoding:\r\n chunked\r\nContent-Length: 5\r\n",
        "Transfer-Encoding: \u000bchunked\r\nContent-Length: 5\r\n",
        "Transfer-Encoding : chunked\r\nContent-Length: 5\r\n",
        "Content-Length: 5\r\nContent-Length: 6\r\n",
        "Content-Length: 5, 6\r\n",
        "Content-Length: +5\r\n",
        "Content-Length: 0x5\r\n"
      })
  @Tag("load.5")
  void nothing_after_a_body_of_two_lengths_is_read(String lengths) {
    var lane = service.lane();
    try (var connection = lane.node().connect()) {
      connection.write(
          "POST "
              + lane.messages()
              + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
              + lengths
              + "\r\n0\r\n\r\n"
              + SMUGGLED);

      int status = connection.exchange("POST", lane.messages()).status();

      assertTrue(status == 400 || status == 501, "came to " + status);
      connection.awaitClosed();
    }
    lane.start().assertNothingYet();
  }

  @Test
  @Tag("load.5")
  void a_chunked_body_is_read_and_the_connection_closed_after_it() {
    var lane = service.lane();
    var body = Messages.message(lane.ispb(), 1).replace("😊", "x").replaceAll("[^ -~]", "x");
    try (var connection = lane.node().connect()) {
      connection.request(
          "POST",
          lane.messages(),
          "Content-Type",
          "application/json",
          "Transfer-Encoding",
          "chunked");
      connection.write(
          Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n" + SMUGGLED);

      assertEquals(201, connection.answer("POST", lane.messages()).status());
      connection.awaitClosed();
    }
  }

  @Test
  @Tag("load.5")
  void a_folded_header_is_one_header() {
    try (var connection = service.node().connect()) {
      connection.write(
          "GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-Folded: a\r\n Content-Length: 5\r\n\r\n");

      assertEquals(200, connection.exchange("GET", "/health/live").status());
      connection.request("GET", "/health/live");
      assertEquals(200, connection.exchange("GET", "/health/live").status());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "{\"endToEndId\":[", "[[{\"pagador\":{\"x\":"})
  @Tag("load.5")
  void deep_nesting_is_refused_at_once(String level) {
    var lane = service.lane();
    long start = System.nanoTime();

    lane.post(level.repeat(4_000_000 / level.length())).assertProblem(400, "invalid-request");

    var took = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(took.toSeconds() < 5, took::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999999999", "1E-999999999", "0.000000000000000000001"})
  @Tag("load.5")
  void a_number_that_would_grow_is_refused(String valor) {
    var lane = service.lane();
    var body =
        Messages.message(lane.ispb(), 1).replaceFirst("\"valor\":[0-9.]+", "\"valor\":" + valor);

    lane.post(body).assertProblem(400, "invalid-request");
  }

  @Test
  @Tag("load.5")
  void a_number_of_a_million_digits_is_refused() {
    var lane = service.lane();
    var valor = "\"valor\":" + "9".repeat(1_000_000);
    var body = Messages.message(lane.ispb(), 1).replaceFirst("\"valor\":[0-9.]+", valor);

    lane.post(body).assertProblem(400, "invalid-request");
  }
}
