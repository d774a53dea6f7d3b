package dev.pixstream.cli.remote;

import dev.pixstream.cli.terminal.CommandFailure;
import dev.pixstream.client.PixAccess;
import dev.pixstream.client.PixServer;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/** Asks a server to show or do something, and tells in one line why it did not. */
public final class AdminClient implements AutoCloseable {

  private static final long BODY_MAX = 8L * 1024 * 1024;
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);

  private final PixServer server;
  private final Duration within;
  private final PixAccess access;
  private final HttpClient http;

  /**
   * Makes one.
   *
   * @param within how long a whole answer may take, from its request to the end of its body
   */
  public AdminClient(URI server, PixAccess access, Duration within) {
    this.server = PixServer.of(server);
    this.within = within;
    this.access = access;
    var client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_WITHIN);
    access.tls().ifPresent(client::sslContext);
    this.http = client.build();
  }

  /**
   * The body of a 200.
   *
   * @throws CommandFailure if there is none
   */
  public String get(String path) throws InterruptedException {
    return send(path, HttpRequest.Builder::GET);
  }

  /** The same, of a POST. */
  public JsonObject post(String path, JsonObject body) throws InterruptedException {
    return json(
        send(
            path,
            request ->
                request
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body.encode()))));
  }

  /** The same, of a PUT. */
  public JsonObject put(String path, JsonObject body) throws InterruptedException {
    return json(
        send(
            path,
            request ->
                request
                    .header("Content-Type", "application/json")
                    .PUT(BodyPublishers.ofString(body.encode()))));
  }

  /** The same, of a DELETE. */
  public JsonObject delete(String path) throws InterruptedException {
    return json(send(path, HttpRequest.Builder::DELETE));
  }

  /**
   * An answer as JSON.
   *
   * @throws CommandFailure if it is none
   */
  public JsonObject json(String body) {
    try {
      return new JsonObject(body);
    } catch (DecodeException e) {
      throw CommandFailure.failed("what answers at " + server + " is no PixStream server");
    }
  }

  private String send(String path, UnaryOperator<HttpRequest.Builder> with)
      throws InterruptedException {
    HttpResponse<String> response;
    try {
      response = whole(with.apply(access.addTo(server.request(path))).build());
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

  /** With its body: a request's own timeout ends with the headers. */
  private HttpResponse<String> whole(HttpRequest request) throws IOException, InterruptedException {
    var answer = http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), BODY_MAX));
    try {
      return answer.get(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException("no whole answer within " + within.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } finally {
      answer.cancel(true);
    }
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
