package dev.pixstream.cli.library;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Stands before a node, passes requests on, and spoils what a test wants spoiled. */
final class BadLine implements AutoCloseable {

  /** What becomes of an exchange. */
  enum Fault {
    NONE,
    /** The node serves it, and its response is lost. */
    LOSE,
    /** The node serves it, and the response breaks off in the middle of its body. */
    CUT,
    /** The node never sees it: 503. */
    UNAVAILABLE,
    /** The node never sees it: 429. */
    THROTTLE
  }

  private static final List<String> PASSED_ON =
      List.of("Pull-Next", "Redelivered", "Retry-After", "Content-Type");

  private final HttpServer http;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<String> paths = new CopyOnWriteArrayList<>();
  private final AtomicInteger faults = new AtomicInteger();
  private final URI node;
  private final Function<String, Fault> plan;

  /**
   * @param plan what becomes of each request, by its path
   */
  BadLine(URI node, Function<String, Fault> plan) throws IOException {
    this.node = node;
    this.plan = plan;
    this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.setExecutor(threads);
    http.createContext("/", this::serve);
    http.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  /** The paths that were asked for, in order. */
  List<String> paths() {
    return paths;
  }

  int faults() {
    return faults.get();
  }

  private void serve(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    paths.add(path);
    var fault = plan.apply(path);
    if (fault != Fault.NONE) {
      faults.incrementAndGet();
    }
    try (exchange) {
      switch (fault) {
        case UNAVAILABLE -> refuse(exchange, 503);
        case THROTTLE -> refuse(exchange, 429);
        case LOSE -> {
          var _ = passOn(exchange);
        }
        case NONE -> answer(exchange, passOn(exchange), 0);
        case CUT -> answer(exchange, passOn(exchange), 100);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpResponse<byte[]> passOn(HttpExchange exchange)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(node.resolve(exchange.getRequestURI().getPath()));
    for (var name : List.of("Accept", "Content-Type")) {
      exchange.getRequestHeaders().getOrDefault(name, List.of()).stream()
          .forEach(value -> request.header(name, value));
    }
    var body = BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes());
    return client.send(
        request.method(exchange.getRequestMethod(), body).build(), BodyHandlers.ofByteArray());
  }

  private static void answer(HttpExchange exchange, HttpResponse<byte[]> response, int missing)
      throws IOException {
    for (var name : PASSED_ON) {
      response
          .headers()
          .firstValue(name)
          .ifPresent(value -> exchange.getResponseHeaders().add(name, value));
    }
    int length = response.body().length;
    exchange.sendResponseHeaders(response.statusCode(), length == 0 ? -1 : length + missing);
    if (length > 0) {
      exchange.getResponseBody().write(response.body());
    }
  }

  private static void refuse(HttpExchange exchange, int status) throws IOException {
    exchange.getResponseHeaders().add("Retry-After", "0");
    exchange.sendResponseHeaders(status, -1);
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
    client.shutdownNow();
  }
}
