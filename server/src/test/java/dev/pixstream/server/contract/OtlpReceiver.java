package dev.pixstream.server.contract;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** A receiver of traces, as OTLP over HTTP has it. */
final class OtlpReceiver implements AutoCloseable {
  private final HttpServer http;
  private final List<Span> spans = new CopyOnWriteArrayList<>();
  private final List<String> raw = new CopyOnWriteArrayList<>();

  /**
   * A span.
   *
   * @param parent the id of its parent; empty: it is the root
   * @param links trace ids
   */
  record Span(
      String trace,
      String id,
      String parent,
      String name,
      String node,
      long nanos,
      Map<String, String> attributes,
      List<String> links,
      long status) {}

  OtlpReceiver() {
    try {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    http.createContext(
        "/v1/traces",
        exchange -> {
          var body = exchange.getRequestBody().readAllBytes();
          raw.add(new String(body, java.nio.charset.StandardCharsets.ISO_8859_1));
          read(Protobuf.read(body));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    http.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/v1/traces");
  }

  List<Span> spans() {
    return List.copyOf(spans);
  }

  /** All that was received, for looking for what must not be there. */
  String raw() {
    return String.join("\n", raw);
  }

  private void read(Protobuf request) {
    for (var resource : request.messages(1)) {
      var node = attributes(resource.messages(1).getFirst(), 1).get("service.instance.id");
      for (var scope : resource.messages(2)) {
        scope.messages(2).forEach(span -> spans.add(span(span, String.valueOf(node))));
      }
    }
  }

  private static Span span(Protobuf span, String node) {
    return new Span(
        span.hex(1),
        span.hex(2),
        span.hex(4),
        span.text(5),
        node,
        span.number(8) - span.number(7),
        attributes(span, 9),
        span.messages(13).stream().map(link -> link.hex(1)).toList(),
        span.messages(15).stream().mapToLong(status -> status.number(3)).sum());
  }

  private static Map<String, String> attributes(Protobuf owner, int number) {
    return owner.messages(number).stream()
        .collect(
            Collectors.toMap(pair -> pair.text(1), pair -> value(pair.messages(2).getFirst())));
  }

  private static String value(Protobuf any) {
    return any.text(1).isEmpty() ? Long.toString(any.number(3)) : any.text(1);
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
