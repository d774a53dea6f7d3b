package dev.pixstream.cli;

import dev.pixstream.client.PixAccess;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks a server to show or do something, and tells in one line why it did not. */
final class AdminClient implements AutoCloseable {

  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);

  /** Replaying takes its time, but is bounded. */
  private static final Duration ANSWER_WITHIN = Duration.ofMinutes(2);

  private final String server;
  private final PixAccess access;
  private final HttpClient http;

  AdminClient(URI server, PixAccess access) {
    this.access = access;
    var client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_WITHIN);
    access.tls().ifPresent(client::sslContext);
    this.http = client.build();
    this.server = server.toString().replaceFirst("/$", "");
  }

  /**
   * The body of a 200.
   *
   * @throws CommandFailure if there is none
   */
  String get(String path) throws InterruptedException {
    return send(request(path).GET());
  }

  /** The same, of a POST. */
  JsonObject post(String path, JsonObject body) throws InterruptedException {
    return json(
        send(
            request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.encode()))));
  }

  /** The same, of a PUT. */
  JsonObject put(String path, JsonObject body) throws InterruptedException {
    return json(
        send(
            request(path)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(body.encode()))));
  }

  /** The same, of a DELETE. */
  JsonObject delete(String path) throws InterruptedException {
    return json(send(request(path).DELETE()));
  }

  /**
   * An answer as JSON.
   *
   * @throws CommandFailure if it is none
   */
  JsonObject json(String body) {
    try {
      return new JsonObject(body);
    } catch (DecodeException e) {
      throw CommandFailure.failed("what answers at " + server + " is no PixStream server");
    }
  }

  private HttpRequest.Builder request(String path) {
    return access.addTo(HttpRequest.newBuilder(URI.create(server + path))).timeout(ANSWER_WITHIN);
  }

  private String send(HttpRequest.Builder request) throws InterruptedException {
    HttpResponse<String> response;
    try {
      response = http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw CommandFailure.failed(
          "the server at " + server + " did not answer: " + String.valueOf(e.getMessage()));
    }
    if (response.statusCode() != 200) {
      throw CommandFailure.failed(
          "the server at %s refused: %s"
              .formatted(server, reason(response.statusCode(), response.body())));
    }
    return response.body();
  }

  private static String reason(int status, String body) {
    try {
      return status + " " + new JsonObject(body).getString("detail", "without a reason");
    } catch (DecodeException | ClassCastException e) {
      return Integer.toString(status);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
