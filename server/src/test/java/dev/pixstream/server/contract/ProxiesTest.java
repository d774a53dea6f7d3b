package dev.pixstream.server.contract;

import static java.net.http.HttpResponse.BodyHandlers.ofByteArray;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.server.Proxy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HAProxy, nginx and Varnish between a collector and a node. */
@ContractTest
@Timeout(120)
final class ProxiesTest {
  private final Service service;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  ProxiesTest(Service service) {
    this.service = service;
  }

  @AfterAll
  void close() {
    http.shutdownNow();
    http.close();
  }

  private Proxy before(Proxy.Kind kind, Map<String, String> settings) {
    return Proxy.start(kind, List.of(service.node().port()), settings);
  }

  private CompletableFuture<HttpResponse<byte[]>> sending(
      Proxy proxy, String method, String path, BodyPublisher body, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + proxy.port() + path))
            .timeout(Duration.ofSeconds(60))
            .method(method, body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.sendAsync(request.build(), ofByteArray());
  }

  private HttpResponse<byte[]> send(Proxy proxy, String method, String path, String... headers) {
    return sending(proxy, method, path, BodyPublishers.noBody(), headers).join();
  }

  private static String next(HttpResponse<byte[]> response) {
    return response.headers().firstValue("Pull-Next").orElseThrow();
  }

  @ParameterizedTest
  @EnumSource
  @Tag("between.2")
  void an_idle_poll_waits_through_it_and_a_message_ends_it(Proxy.Kind kind) {
    var lane = service.lane();
    try (var proxy = before(kind, Map.of())) {
      var empty = send(proxy, "GET", lane.startPath());
      assertEquals(204, empty.statusCode());

      var waiting = sending(proxy, "GET", next(empty), BodyPublishers.noBody());
      Until.holds(() -> service.waiting(lane) == 1);
      lane.store(1, 1);

      var batch = waiting.join();
      assertEquals(200, batch.statusCode());
      assertEquals(List.of(1), Messages.numbers(new String(batch.body(), UTF_8)));
      assertEquals(200, send(proxy, "DELETE", next(batch)).statusCode());
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("between.2")
  void nothing_is_kept_or_shared_by_one_that_keeps_what_it_may(Proxy.Kind kind) {
    var lane = service.lane();
    lane.store(1, 3);
    try (var proxy = before(kind, Map.of("API", ""))) {
      var first = send(proxy, "GET", lane.startPath());
      var second = send(proxy, "GET", lane.startPath(), "Accept", "multipart/json");
      assertNotEquals(next(first), next(second));
      assertEquals(List.of(1), Messages.numbers(new String(first.body(), UTF_8)));
      assertEquals(List.of(2, 3), Messages.numbers(new String(second.body(), UTF_8)));

      var view = lane.messages() + "/" + Messages.endToEndId(1);
      assertTrue(new String(send(proxy, "GET", view).body(), UTF_8).contains("\"leased\""));
      assertEquals(200, send(proxy, "DELETE", next(first)).statusCode());
      assertTrue(new String(send(proxy, "GET", view).body(), UTF_8).contains("\"confirmed\""));
      assertEquals(410, send(proxy, "GET", next(first)).statusCode());

      var stranger = lane.messages() + "/" + Messages.endToEndId(4);
      assertEquals(404, send(proxy, "GET", stranger).statusCode());
      lane.store(4, 4);
      assertEquals(200, send(proxy, "GET", stranger).statusCode());
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("between.2")
  void bodies_in_chunks_and_packed_answers_pass(Proxy.Kind kind) throws IOException {
    var lane = service.lane();
    var body = Messages.array(lane.ispb(), 1, 1_000).getBytes(UTF_8);
    try (var proxy = before(kind, Map.of())) {
      var chunks = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
      for (int i = 0; i < 3; i++) {
        var stored =
            sending(proxy, "POST", lane.messages(), chunks, "Content-Type", "application/json")
                .join();
        assertEquals(201, stored.statusCode());
      }

      var batch =
          send(
              proxy,
              "GET",
              lane.startPath(),
              "Accept",
              "multipart/json",
              "Accept-Encoding",
              "gzip");

      assertEquals(200, batch.statusCode());
      boolean packed = batch.headers().firstValue("Content-Encoding").isPresent();
      assertEquals(kind == Proxy.Kind.NGINX, packed);
      var text =
          packed
              ? new GZIPInputStream(new ByteArrayInputStream(batch.body())).readAllBytes()
              : batch.body();
      assertEquals(
          List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), Messages.numbers(new String(text, UTF_8)));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HAPROXY", "NGINX"})
  @Tag("between.2")
  void a_poll_that_is_cut_by_one_that_waits_too_briefly_claims_nothing(Proxy.Kind kind) {
    var lane = service.lane();
    try (var proxy = before(kind, Map.of("TIMEOUT", "1000"))) {
      assertEquals(504, send(proxy, "GET", lane.startPath()).statusCode());
      Until.holds(() -> service.waiting(lane) == 0 && service.openStreams(lane) == 0);
      lane.store(1, 1);

      lane.startOne().assertBatch(1, 1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "option httpchk",
        "option httpchk OPTIONS /health/ready",
        "option httpchk HEAD /health/ready",
        "option httpchk GET /health/ready",
        "option httpchk\n    http-check send meth OPTIONS uri * ver HTTP/1.1 hdr Host nodes.localhost",
        "option httpchk\n    http-check send meth HEAD uri /docs ver HTTP/1.1 hdr Host localhost"
      })
  @Tag("between.1")
  void the_probes_of_haproxy_leave_a_node_in(String probe) {
    var settings = "    stats enable\n    stats uri /stats\n    " + probe;
    try (var proxy = before(Proxy.Kind.HAPROXY, Map.of("PROBE", settings.strip()))) {
      Until.holds(
          () -> {
            var stats = new String(send(proxy, "GET", "/stats;csv").body(), UTF_8);
            return stats.contains(",L7OK,");
          });
      assertEquals(200, send(proxy, "GET", "/health/live").statusCode());
    }
  }
}
