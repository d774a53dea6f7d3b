package dev.pixstream.server.contract;

import dev.pixstream.server.Exchange;
import dev.pixstream.server.OpenApiCheck;
import dev.pixstream.server.ServedRoutes;
import dev.pixstream.server.node.PixStreamServer;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** A running server and a client of it. Every exchange has to keep openapi.yaml. */
public final class Node implements AutoCloseable {
  /** No exchange takes longer; the longest wait of a pull is 8 s. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final PixStreamServer server;
  private final OpenApiCheck check;
  private volatile boolean stopped;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Node(PixStreamServer server, OpenApiCheck check) {
    this.server = server;
    this.check = check;
  }

  int port() {
    return server.port();
  }

  /** Its own port for health, if it has one. */
  int managementPort() {
    return server.managementPort();
  }

  /** Method and path of each route. */
  List<String> routes() {
    return ServedRoutes.of(server);
  }

  Answer get(String path, String... headers) {
    return Answer.of(send("GET", path, BodyPublishers.noBody(), headers));
  }

  Answer delete(String path) {
    return Answer.of(send("DELETE", path, BodyPublishers.noBody()));
  }

  Answer post(String path, String body) {
    return post(path, BodyPublishers.ofString(body), "Content-Type", "application/json");
  }

  Answer post(String path, BodyPublisher body, String... headers) {
    return Answer.of(send("POST", path, body, headers));
  }

  /** Sends a request; its answer fails if it breaks the contract. */
  CompletableFuture<Answer> send(
      String method, String path, BodyPublisher body, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
            .timeout(PATIENCE)
            .method(method, body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.sendAsync(request.build(), BodyHandlers.ofByteArray())
        .thenApply(response -> checked(method, path, response));
  }

  /** A connection to write to by hand. */
  RawConnection connect() {
    return new RawConnection(port(), this);
  }

  /** Returns when each event loop has done what it had to do; connections go to them in turns. */
  void awaitTurns() {
    for (int i = 0; !stopped && i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
      try (var connection = connect()) {
        connection.request("GET", "/health/live").answer("GET", "/health/live");
      }
    }
  }

  Answer checked(Exchange exchange) {
    check.check(exchange);
    return new Answer(exchange);
  }

  private Answer checked(String method, String path, HttpResponse<byte[]> response) {
    Map<String, String> headers = new TreeMap<>();
    response.headers().map().forEach((name, values) -> headers.put(name, one(name, values)));
    var plain = path.split("\\?", 2)[0];
    return checked(
        new Exchange(
            method, plain, response.statusCode(), headers, Buffer.buffer(response.body())));
  }

  private static String one(String name, List<String> values) {
    if (values.size() != 1) {
      throw new AssertionError(name + " is there " + values.size() + " times");
    }
    return values.getFirst();
  }

  /** Stops the server first, as its end is part of what clients see. */
  @Override
  public void close() {
    server.close();
    http.shutdownNow();
    http.close();
  }

  /** Stops the server alone. */
  void stopServer() {
    stopped = true;
    server.close();
  }
}
