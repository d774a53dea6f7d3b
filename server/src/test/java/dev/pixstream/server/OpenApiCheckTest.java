package dev.pixstream.server;

import static dev.pixstream.server.Exchanges.GENERATE;
import static dev.pixstream.server.Exchanges.MESSAGE;
import static dev.pixstream.server.Exchanges.MESSAGES;
import static dev.pixstream.server.Exchanges.PULL;
import static dev.pixstream.server.Exchanges.START;
import static dev.pixstream.server.Exchanges.delivered;
import static dev.pixstream.server.Exchanges.deliveredMany;
import static dev.pixstream.server.Exchanges.example;
import static dev.pixstream.server.Exchanges.json;
import static dev.pixstream.server.Exchanges.message;
import static dev.pixstream.server.Exchanges.nothingYet;
import static dev.pixstream.server.Exchanges.problem;
import static dev.pixstream.server.Exchanges.with;
import static dev.pixstream.server.Exchanges.withBody;
import static dev.pixstream.server.Exchanges.withStatus;
import static dev.pixstream.server.Exchanges.without;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vertx.core.Vertx;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(Lifecycle.PER_CLASS)
class OpenApiCheckTest {

  private final Vertx vertx = Vertx.vertx();
  private final OpenApiCheck check = OpenApiCheck.load(vertx);

  @AfterAll
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @ParameterizedTest
  @MethodSource
  void an_exchange_that_keeps_the_contract_passes(Exchange exchange) {
    check.check(exchange);
  }

  static Stream<Exchange> an_exchange_that_keeps_the_contract_passes() {
    var tooMany = problem("GET", START, 429, "too-many-streams", "Too many streams");
    var unavailable = problem("POST", MESSAGES, 503, "unavailable", "Unavailable");
    var noMethod = problem("PUT", MESSAGES, 405, "method-not-allowed", "Method not allowed");
    return Stream.of(
        delivered(START),
        delivered(PULL),
        deliveredMany(PULL, 1),
        deliveredMany(PULL, 10),
        with(deliveredMany(PULL, 2), "Redelivered", "2"),
        with(delivered(PULL), "content-type", "application/json; charset=utf-8"),
        nothingYet(START),
        nothingYet(PULL),
        problem("GET", PULL, 404, "unknown-iteration", "Unknown iterationId"),
        problem("GET", PULL, 406, "not-acceptable", "Not acceptable"),
        problem("GET", PULL, 409, "superseded", "Superseded by a newer request"),
        problem("DELETE", PULL, 410, "stream-closed", "Stream closed"),
        with(tooMany, "Retry-After", "1"),
        with(unavailable, "Retry-After", "1"),
        json("DELETE", PULL, 200, "{}"),
        json("POST", MESSAGES, 201, "{\"inserted\":1,\"duplicates\":0}"),
        json("POST", GENERATE, 201, "{\"inserted\":25}"),
        json("GET", MESSAGE, 200, example("MessageHistory").getJsonObject("value").encode()),
        json("GET", "/health/live", 200, "{\"status\":\"UP\",\"checks\":[],\"outcome\":\"UP\"}"),
        json("GET", "/health/ready", 503, "{\"status\":\"DOWN\",\"checks\":[]}"),
        problem("GET", "/nowhere", 404, "not-found", "Not found"),
        with(noMethod, "Allow", "POST"));
  }

  @ParameterizedTest
  @MethodSource
  @Tag("health.1")
  void an_exchange_that_breaks_the_contract_fails(String violation, Exchange exchange) {
    var error = assertThrows(AssertionError.class, () -> check.check(exchange));
    assertTrue(error.toString().contains(violation), error::toString);
  }

  static Stream<Arguments> an_exchange_that_breaks_the_contract_fails() {
    var unknown = message().put("surprise", 1).encode();
    var lacking = message();
    lacking.remove("txId");
    var closed = problem("GET", PULL, 410, "stream-closed", "Stream closed");
    return Stream.of(
        arguments("pullStream 201: the status is not", withStatus(delivered(PULL), 201)),
        arguments("closeStream 409: the status is not", json("DELETE", PULL, 409, "{}")),
        arguments(
            "openStream 200: the header Pull-Next is", without(delivered(START), "Pull-Next")),
        arguments(
            "pullStream 204: the header Pull-Next is", without(nothingYet(PULL), "Pull-Next")),
        arguments("not say Cache-Control", without(delivered(PULL), "Cache-Control")),
        arguments("Vary is missing", without(delivered(PULL), "Vary")),
        arguments("Pull-Next does not fit", with(delivered(PULL), "Pull-Next", '"' + PULL + '"')),
        arguments("Redelivered does not fit", with(delivered(PULL), "Redelivered", "0")),
        arguments("Redelivered does not fit", with(delivered(PULL), "Redelivered", "two")),
        arguments("'text/html' is not", with(delivered(PULL), "Content-Type", "text/html")),
        arguments("type '' is not", without(delivered(PULL), "Content-Type")),
        arguments("'application/json' is not", with(closed, "Content-Type", "application/json")),
        arguments("a body where none", withBody(nothingYet(PULL), "{}")),
        arguments("the body is no JSON", withBody(delivered(PULL), "{\"valor\":")),
        arguments("the body is no JSON", withBody(delivered(PULL), "")),
        arguments("the body is null", withBody(delivered(PULL), "null")),
        arguments("the body does not fit", withBody(delivered(PULL), unknown)),
        arguments("the body does not fit", withBody(delivered(PULL), lacking.encode())),
        arguments("the body does not fit", deliveredMany(PULL, 0)),
        arguments("the body does not fit", deliveredMany(PULL, 11)),
        arguments("the body does not fit", json("DELETE", PULL, 200, "{\"closed\":true}")),
        arguments(
            "pullStream 410: the body does not fit",
            problem("GET", PULL, 410, "unknown-iteration", "Stream closed")),
        arguments(
            "openStream 429: the header Retry-After is missing",
            problem("GET", START, 429, "too-many-streams", "Too many streams")),
        arguments(
            "healthReady 503: the body does not fit",
            json("GET", "/health/ready", 503, "{\"status\":\"UP\",\"checks\":[]}")),
        arguments("GET /nowhere 200: expected 404", json("GET", "/nowhere", 200, "{}")),
        arguments(
            "GET /nowhere 404: the body does not fit",
            problem("GET", "/nowhere", 404, "unknown-message", "Unknown message")),
        arguments(
            "PUT " + PULL + " 405: the header Allow is missing",
            problem("PUT", PULL, 405, "method-not-allowed", "Method not allowed")));
  }
}
