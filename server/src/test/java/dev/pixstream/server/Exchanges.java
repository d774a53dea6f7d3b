package dev.pixstream.server;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Exchanges that keep the contract, and ways to spoil them. */
final class Exchanges {

  static final String START = "/api/pix/00000000/stream/start";
  static final String PULL = "/api/pix/00000000/stream/7k2m9x0qhw4b";
  static final String MESSAGES = "/api/pix/00000000/messages";
  static final String MESSAGE = MESSAGES + "/E320749862024022119277T3lEBbUM0z";
  static final String GENERATE = "/api/util/msgs/00000000/25";

  private static final Map<String, String> NOTHING =
      Map.of("Cache-Control", "no-store", "Vary", "accept", "Pull-Next", PULL);
  private static final Map<String, String> JSON =
      Map.of("Cache-Control", "no-store", "Content-Type", "application/json");
  private static final Map<String, String> PROBLEM =
      Map.of("Cache-Control", "no-store", "Content-Type", "application/problem+json");

  private Exchanges() {}

  static Exchange delivered(String path) {
    return batch(path, message().toBuffer());
  }

  static Exchange deliveredMany(String path, int messages) {
    var array = new JsonArray();
    IntStream.range(0, messages).forEach(i -> array.add(message()));
    return batch(path, array.toBuffer());
  }

  private static Exchange batch(String path, Buffer body) {
    var headers = new HashMap<>(NOTHING);
    headers.putAll(JSON);
    return new Exchange("GET", path, 200, headers, body);
  }

  static Exchange nothingYet(String path) {
    return new Exchange("GET", path, 204, NOTHING, Buffer.buffer());
  }

  static Exchange json(String method, String path, int status, String body) {
    return new Exchange(method, path, status, JSON, Buffer.buffer(body));
  }

  static Exchange problem(String method, String path, int status, String slug, String title) {
    var body =
        new JsonObject()
            .put("type", "urn:pixstream:problem:" + slug)
            .put("title", title)
            .put("status", status)
            .put("detail", "what happened");
    return new Exchange(method, path, status, PROBLEM, body.toBuffer());
  }

  static Exchange with(Exchange e, String header, String value) {
    var headers = new HashMap<>(e.headers());
    headers.put(header, value);
    return new Exchange(e.method(), e.path(), e.status(), headers, e.body());
  }

  static Exchange without(Exchange e, String header) {
    var headers = new HashMap<>(e.headers());
    headers.remove(header);
    return new Exchange(e.method(), e.path(), e.status(), headers, e.body());
  }

  static Exchange withBody(Exchange e, String body) {
    return new Exchange(e.method(), e.path(), e.status(), e.headers(), Buffer.buffer(body));
  }

  static Exchange withStatus(Exchange e, int status) {
    return new Exchange(e.method(), e.path(), status, e.headers(), e.body());
  }

  static JsonObject message() {
    return example("Message").getJsonObject("value");
  }

  static JsonObject example(String name) {
    return OpenApiCheck.document()
        .getJsonObject("components")
        .getJsonObject("examples")
        .getJsonObject(name);
  }
}
