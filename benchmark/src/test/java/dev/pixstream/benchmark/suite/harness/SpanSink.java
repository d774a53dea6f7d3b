package dev.pixstream.benchmark.suite.harness;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;

/** Takes traces and forgets them. */
public final class SpanSink implements AutoCloseable {
  private final AtomicLong bytes = new AtomicLong();
  private final HttpServer http;

  public SpanSink() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/v1/traces",
        exchange -> {
          bytes.addAndGet(exchange.getRequestBody().readAllBytes().length);
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    http.start();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/v1/traces");
  }

  public long bytes() {
    return bytes.get();
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
