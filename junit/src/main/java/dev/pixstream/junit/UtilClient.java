package dev.pixstream.junit;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks the server of tests for something that no collector asks for. */
final class UtilClient implements AutoCloseable {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

  private final URI server;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  UtilClient(URI server) {
    this.server = server;
  }

  /**
   * The answer, an object.
   *
   * @param body empty: none is sent
   * @throws IllegalArgumentException if the server refuses; it says why
   */
  JsonObject send(String method, String path, JsonObject body) {
    var request =
        HttpRequest.newBuilder(server.resolve(path))
            .timeout(ANSWER_WITHIN)
            .header("Content-Type", "application/json")
            .method(
                method,
                body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body.encode()))
            .build();
    try {
      var response = http.send(request, BodyHandlers.ofString());
      var answer = new JsonObject(response.body());
      if (response.statusCode() != 200) {
        throw new IllegalArgumentException(answer.getString("detail"));
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
