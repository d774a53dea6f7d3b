package dev.pixstream.server.processing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;

/** Receives webhooks on a free port, keeps them, and answers as it is told. */
final class Receiver implements AutoCloseable {
  /** An answer that never comes. */
  static final int NEVER = 0;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private final List<Received> all = new CopyOnWriteArrayList<>();
  private final AtomicInteger now = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final ToIntFunction<Received> answer;

  /** One request. */
  record Received(
      String method, String key, String signature, String contentType, String body, int number) {}

  Receiver(ToIntFunction<Received> answer) throws IOException {
    this.answer = answer;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
    server.setExecutor(threads);
    server.createContext("/", this::receive);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/pix";
  }

  List<Received> all() {
    return all;
  }

  List<String> keys() {
    return all.stream().map(Received::key).toList();
  }

  /** How many requests were there at the same time, at most. */
  int most() {
    return most.get();
  }

  private void receive(HttpExchange exchange) throws IOException {
    most.accumulateAndGet(now.incrementAndGet(), Math::max);
    var headers = exchange.getRequestHeaders();
    var body = exchange.getRequestBody().readAllBytes();
    var text = new String(body, UTF_8);
    Received received;
    synchronized (this) {
      received =
          new Received(
              exchange.getRequestMethod(),
              String.valueOf(headers.getFirst("Idempotency-Key")),
              String.valueOf(headers.getFirst("X-PixStream-Signature")),
              String.valueOf(headers.getFirst("Content-Type")),
              text,
              all.size());
      all.add(received);
    }
    int status = answer.applyAsInt(received);
    now.decrementAndGet();
    if (status != NEVER) {
      if (status / 100 == 3) {
        exchange.getResponseHeaders().add("Location", "/elsewhere");
      }
      exchange.sendResponseHeaders(status, -1);
      exchange.close();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
