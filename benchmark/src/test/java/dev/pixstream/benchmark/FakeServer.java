package dev.pixstream.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/** As much of a server as a driver sees, in memory, with a fault if wanted. It never waits long. */
final class FakeServer implements AutoCloseable {

  enum Fault {
    NONE,
    LOSES,
    DOUBLES,
    SLOW_TO_STORE,
    REFUSES,
    THROTTLES,
    CUTS,
    FORGETS_STREAMS
  }

  private static final Pattern MESSAGE =
      Pattern.compile("\\{\"endToEndId\".*?\"dataHoraPagamento\":\"[^\"]*\"}");
  private static final int BATCH_MAX = 10;
  private static final int EVERY = 50;

  private final HttpServer http;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Deque<String>> lanes = new HashMap<>();
  private final Fault fault;
  private int messages;
  private int requests;
  private int ids;

  FakeServer(Fault fault) throws IOException {
    this.fault = fault;
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
    http.setExecutor(threads);
    http.createContext("/api/pix/", this::answer);
    http.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath().split("/", -1);
      var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      switch (exchange.getRequestMethod()) {
        case "POST" -> store(exchange, path[3], body);
        case "DELETE" -> send(exchange, 200, "{}");
        default -> pull(exchange, path[3], path[5]);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void store(HttpExchange exchange, String lane, String body)
      throws IOException, InterruptedException {
    switch (fault) {
      case REFUSES -> {
        send(exchange, 400, "{\"detail\":\"nothing is right\"}");
        return;
      }
      case SLOW_TO_STORE -> Thread.sleep(100);
      default -> {}
    }
    if (fault == Fault.THROTTLES && isOneOfMany()) {
      exchange.getResponseHeaders().add("Retry-After", "1");
      send(exchange, 429, "{}");
      return;
    }
    synchronized (this) {
      var found = MESSAGE.matcher(body);
      while (found.find()) {
        messages++;
        var queue = lanes.computeIfAbsent(lane, _ -> new ArrayDeque<>());
        if (fault != Fault.LOSES || messages % EVERY != 0) {
          queue.add(found.group());
        }
        if (fault == Fault.DOUBLES && messages % EVERY == 0) {
          queue.add(found.group());
        }
      }
    }
    send(exchange, 201, "{\"inserted\":1}");
  }

  private synchronized boolean isOneOfMany() {
    return ++requests % EVERY == 1;
  }

  private void pull(HttpExchange exchange, String lane, String id)
      throws IOException, InterruptedException {
    if (fault == Fault.FORGETS_STREAMS && !id.equals("start") && isOneOfMany()) {
      send(exchange, 410, "{}");
      return;
    }
    var batch = new ArrayList<String>();
    String next;
    synchronized (this) {
      var queue = lanes.getOrDefault(lane, new ArrayDeque<>());
      while (batch.size() < BATCH_MAX && !queue.isEmpty()) {
        batch.add(queue.remove());
      }
      next = "%012d".formatted(++ids);
    }
    if (fault == Fault.CUTS && !batch.isEmpty() && isOneOfMany()) {
      putBack(lane, batch);
      exchange.getResponseHeaders().add("Pull-Next", "/api/pix/" + lane + "/stream/" + next);
      exchange.sendResponseHeaders(200, 10_000);
      exchange.getResponseBody().write('[');
      return;
    }
    exchange.getResponseHeaders().add("Pull-Next", "/api/pix/" + lane + "/stream/" + next);
    if (batch.isEmpty()) {
      Thread.sleep(20);
      exchange.sendResponseHeaders(204, -1);
    } else {
      send(exchange, 200, "[" + String.join(",", batch) + "]");
    }
  }

  private synchronized void putBack(String lane, List<String> batch) {
    var queue = lanes.computeIfAbsent(lane, _ -> new ArrayDeque<>());
    for (var message : batch.reversed()) {
      queue.addFirst(message);
    }
  }

  /** Of unknown length, so in chunks. */
  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    exchange.sendResponseHeaders(status, 0);
    exchange.getResponseBody().write(body.getBytes(UTF_8));
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }
}
