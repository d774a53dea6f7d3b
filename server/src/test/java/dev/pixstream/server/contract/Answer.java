package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.server.Exchange;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** What came back, in the words of the contract. */
public record Answer(Exchange exchange) {

  /** Waits for an answer, but not for ever. */
  static Answer of(CompletableFuture<Answer> answer) {
    try {
      return answer.orTimeout(30, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof AssertionError broken) {
        throw broken;
      }
      throw e;
    }
  }

  static List<Answer> all(List<CompletableFuture<Answer>> answers) {
    return answers.stream().map(Answer::of).toList();
  }

  int status() {
    return exchange.status();
  }

  Optional<String> header(String name) {
    return exchange.header(name);
  }

  String body() {
    return exchange.body().toString(StandardCharsets.UTF_8);
  }

  JsonObject json() {
    return exchange.body().toJsonObject();
  }

  /** The path to ask next. */
  String next() {
    return header("Pull-Next").orElseThrow(() -> new AssertionError("no Pull-Next: " + this));
  }

  /** The numbers of its messages, see {@link Messages}. */
  List<Integer> numbers() {
    return Messages.numbers(body());
  }

  int redelivered() {
    return header("Redelivered").map(Integer::valueOf).orElse(0);
  }

  /** It is a batch of exactly these messages, none of which was delivered before. */
  Answer assertBatch(int from, int to) {
    return assertBatch(from, to, 0);
  }

  Answer assertBatch(int from, int to, int redelivered) {
    assertEquals(200, status(), this::body);
    assertEquals(IntStream.rangeClosed(from, to).boxed().toList(), numbers());
    assertEquals(redelivered, redelivered(), "Redelivered");
    return this;
  }

  Answer assertNothingYet() {
    assertEquals(204, status(), this::body);
    return this;
  }

  /** It is that problem and tells no secrets. */
  Answer assertProblem(int status, String slug) {
    assertAll(
        () -> assertEquals(status, status()),
        () -> assertEquals("application/problem+json", exchange.mediaType()),
        () -> assertEquals("urn:pixstream:problem:" + slug, json().getString("type")),
        () -> assertEquals(status, json().getInteger("status")),
        () -> assertTrue(header("Pull-Next").isEmpty(), "Pull-Next"),
        () ->
            assertTrue(!body().contains("Exception") && !body().contains("\\n\\tat "), this::body));
    return this;
  }

  Answer assertProblem(int status, String slug, String member) {
    assertProblem(status, slug);
    assertEquals(member, json().getString("member"), this::body);
    return this;
  }
}
