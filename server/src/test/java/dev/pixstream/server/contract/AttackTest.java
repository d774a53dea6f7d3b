package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.pixstream.server.Exchange;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Attempts to reach another lane, or a log or response of one's own, by odd spellings. */
@ExtendWith(GuardedExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AttackTest {
  private final Guarded guarded;

  AttackTest(Guarded guarded) {
    this.guarded = guarded;
    guarded.store(Guarded.A, guarded.publisherOfA, 1, 3);
  }

  private Exchange raw(String path, String... headers) {
    try (var connection = guarded.node().connect()) {
      return connection.request("GET", path, headers).exchange("GET", path);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/pix/{B}/../{A}/stream/start",
        "/api/pix/{B}/stream/../../{A}/stream/start",
        "/api/pix/{B}/%2e%2e/{A}/stream/start",
        "/api/pix/{B}%2f..%2f{A}/stream/start",
        "/api/pix/{B}%2F%2E%2E%2F{A}/stream/start",
        "/api/pix/{B}%5c..%5c{A}/stream/start",
        "/api/pix/{B}%252f..%252f{A}/stream/start",
        "/api/pix/{B};/../{A}/stream/start",
        "/api/pix/{A};{B}/stream/start",
        "/api/pix/{A}%00{B}/stream/start",
        "/api/pix/%30000000A/stream/start",
        "/api/pix/0000000%41/stream/start",
        "/api/pix/0000000a/stream/start",
        "/api/pix/{A}%20/stream/start",
        "/api/pix/{A}?ispb={B}",
        "/api/pix/{A}/stream/start?ispb={B}",
        "/api/pix/{A}/stream/start/",
        "//api/pix/{A}/stream/start",
        "/%61pi/pix/{A}/stream/start",
        "/api/%70ix/{A}/stream/start",
        "/./api/pix/{A}/stream/start",
        "/docs/../api/pix/{A}/stream/start",
        "/health/live/../../api/pix/{A}/stream/start",
        "/docs/%2e%2e/api/pix/{A}/stream/start",
        "/API/pix/{A}/stream/start",
        "http://localhost/api/pix/{A}/stream/start"
      })
  @Tag("access.6")
  void no_spelling_of_a_path_reaches_another_lane(String spelling) {
    var path = spelling.replace("{A}", Guarded.A).replace("{B}", Guarded.B);

    for (var headers :
        List.of(
            new String[] {},
            new String[] {"X-API-Key", guarded.collectorOfB.secret()},
            new String[] {"X-API-Key", guarded.collectorOfB.secret(), "X-Original-URL", "/docs"})) {
      var exchange = raw(path, headers);

      assertTrue(List.of(400, 401, 403, 404).contains(exchange.status()), exchange::toString);
      assertFalse(exchange.body().toString().contains("endToEndId"), exchange::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..%2f..%2f{A}%2fstream%2fstart",
        "%2e%2e%2fstart",
        "0123456789a%2f",
        "0123456789ab%00",
        "0123456789ab%0d%0aX-Injected:%201",
        "0123456789AB",
        "'%20OR%20'1'='1",
        "%27%3B%20DROP%20TABLE%20pixstream.message%3B--",
        "0123456789ab;jsessionid=1",
        "%F0%9F%98%8A"
      })
  @Tag("access.6")
  void an_iteration_id_is_one_or_unknown(String id) {
    var path = "/api/pix/" + Guarded.B + "/stream/" + id.replace("{A}", Guarded.A);

    var exchange = raw(path, "X-API-Key", guarded.collectorOfB.secret());

    assertEquals(404, exchange.status(), exchange::toString);
    assertTrue(exchange.header("X-Injected").isEmpty());
    var problem = exchange.body().toJsonObject().getString("type");
    assertEquals("urn:pixstream:problem:unknown-iteration", problem);
  }

  @Test
  @Tag("access.6")
  void guesses_are_answered_all_the_same() {
    var answers =
        Stream.of("000000000000", "zzzzzzzzzzzz", "0123456789ab")
            .map(id -> raw("/api/pix/" + Guarded.B + "/stream/" + id, key()))
            .toList();

    assertEquals(1, answers.stream().map(Exchange::body).distinct().count());
    assertEquals(1, answers.stream().map(e -> e.headers().keySet()).distinct().count());
  }

  private String[] key() {
    return new String[] {"X-API-Key", guarded.collectorOfB.secret()};
  }

  @Test
  @Tag("access.6")
  void what_a_caller_says_writes_no_lines_into_the_log_and_no_secret() {
    var audit = (Logger) LoggerFactory.getLogger("dev.pixstream.audit");
    var events = new ListAppender<ILoggingEvent>();
    events.start();
    audit.setLevel(ch.qos.logback.classic.Level.INFO);
    audit.addAppender(events);
    try {
      JsonObject claims =
          TestTokens.claims(Guarded.A, "collector").put("sub", "a\nWARN b\r\u001b[0m");
      var token = Guarded.ISSUER.signed(claims);
      var path = "/api/pix/" + Guarded.A + "/messages/" + "E%0d%0aWARN%20x";
      assertEquals(404, raw(path, "Authorization", "Bearer " + token).status());
      var lines = List.copyOf(events.list).stream().map(AttackTest::line).toList();
      var own = lines.stream().filter(line -> line.contains("WARN_b")).toList();
      assertEquals(1, own.size(), lines::toString);
      assertTrue(own.getFirst().matches("[\\x20-\\x7e]+"), own::toString);
      assertFalse(own.getFirst().contains(token.substring(token.length() - 20)));
    } finally {
      audit.detachAppender(events);
      audit.setLevel(null);
    }
  }

  private static String line(ILoggingEvent event) {
    return event.getFormattedMessage() + " " + event.getKeyValuePairs();
  }
}
