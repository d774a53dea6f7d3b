package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pixstream.server.RedisLook;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One institution's lane at one node: who stores into it, and collectors that read from it. */
record Lane(Node node, String ispb, Optional<RedisLook> redis) {
  private static final String MANY = "multipart/json";
  private static final String ONE = "application/json";

  /** A lane whose claims nobody looks at. */
  Lane(Node node, String ispb) {
    this(node, ispb, Optional.empty());
  }

  /** The same lane through another node. */
  Lane at(Node other) {
    return new Lane(other, ispb, redis);
  }

  /** Stores the messages with these numbers, both included, which must be new. */
  void store(int from, int to) {
    for (int first = from; first <= to; first += 1_000) {
      int last = Math.min(to, first + 999);
      var answer = post(Messages.array(ispb, first, last));
      assertEquals(201, answer.status(), answer::body);
      assertEquals(last - first + 1, answer.json().getInteger("inserted"));
    }
  }

  Answer post(String body) {
    return node.post(messages(), body);
  }

  String messages() {
    return "/api/pix/" + ispb + "/messages";
  }

  String startPath() {
    return "/api/pix/" + ispb + "/stream/start";
  }

  /** Opens a stream that takes up to ten. */
  Answer start() {
    return Answer.of(starting());
  }

  CompletableFuture<Answer> starting() {
    return pulling(startPath());
  }

  /** Opens a stream that takes one. */
  Answer startOne() {
    return pullOne(startPath());
  }

  Answer pull(String path) {
    return Answer.of(pulling(path));
  }

  CompletableFuture<Answer> pulling(String path) {
    return node.send("GET", path, BodyPublishers.noBody(), "Accept", MANY);
  }

  Answer pullOne(String path) {
    return Answer.of(pullingOne(path));
  }

  CompletableFuture<Answer> pullingOne(String path) {
    return node.send("GET", path, BodyPublishers.noBody(), "Accept", ONE);
  }

  Answer close(String path) {
    return node.delete(path);
  }

  /** Twenty collectors, say, that start at the same moment. */
  List<CompletableFuture<Answer>> starting(int collectors) {
    return IntStream.range(0, collectors).mapToObj(i -> starting()).toList();
  }

  JsonObject view(int number) {
    var answer = node.get(messages() + "/" + Messages.endToEndId(number));
    assertEquals(200, answer.status(), answer::body);
    return answer.json();
  }

  /** How each delivery attempt of a message stands, the oldest first. */
  List<String> outcomes(int number) {
    JsonArray deliveries = view(number).getJsonArray("deliveries");
    return IntStream.range(0, deliveries.size())
        .mapToObj(i -> deliveries.getJsonObject(i).getString("outcome"))
        .toList();
  }

  /** How the attempts of several messages stand, all alike. */
  void assertOutcomes(int from, int to, String... outcomes) {
    IntStream.rangeClosed(from, to)
        .forEach(number -> assertEquals(List.of(outcomes), outcomes(number), "message " + number));
  }

  /** Reads on until nothing is left, confirming all, and says what was read. */
  List<Integer> drain(String next) {
    return Stream.iterate(pull(next), got -> got.status() == 200, got -> pull(got.next()))
        .flatMap(got -> got.numbers().stream())
        .toList();
  }
}
