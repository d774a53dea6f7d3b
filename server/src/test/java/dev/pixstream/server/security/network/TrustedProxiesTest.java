package dev.pixstream.server.security.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.server.security.InvalidSecurityException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What proxies say of a request, and of whom it is believed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TrustedProxiesTest {
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @AfterAll
  void stop() {
    http.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Forwarded: for=192.0.2.43;proto=https;host=pix.example | true 192.0.2.43 pix.example",
        "Forwarded: For=192.0.2.43; Proto=HTTPS | true 192.0.2.43 -",
        "Forwarded: for=\"[2001:db8::7]:4711\";proto=https | true 2001:db8:0:0:0:0:0:7 -",
        "Forwarded: for=192.0.2.43:4711;proto=http | false 192.0.2.43 -",
        "Forwarded: for=unknown;proto=https | true 127.0.0.1 -",
        "Forwarded: for=_secret;by=\"a;proto=http,b\";proto=https | true 127.0.0.1 -",
        // The nearest proxy wrote the last one; what stands before a stranger's is the stranger's.
        "Forwarded: for=6.6.6.6;proto=https, for=192.0.2.43;proto=http | false 192.0.2.43 -",
        "Forwarded: for=192.0.2.43;proto=https, for=10.9.8.7;proto=http | true 192.0.2.43 -",
        "X-Forwarded-Proto: https | true 127.0.0.1 -",
        "X-Forwarded-Proto: http | false 127.0.0.1 -",
        "X-Forwarded-For: 6.6.6.6, 192.0.2.43 ; X-Forwarded-Proto: https | true 192.0.2.43 -",
        "X-Forwarded-For: 192.0.2.43, 10.9.8.7 ; X-Forwarded-Proto: https, http | true 192.0.2.43 -",
        "X-Forwarded-Host: pix.example ; X-Forwarded-Proto: https | true 127.0.0.1 pix.example",
        // A proxy may let the other kind of header through.
        "Forwarded: for=6.6.6.6;host=evil ; X-Forwarded-For: 192.0.2.43 | false 127.0.0.1 -",
        "Forwarded: for=192.0.2.43;proto=http ; X-Forwarded-For: 192.0.2.43 ; X-Forwarded-Proto: https | true 192.0.2.43 -",
        "Forwarded: ;;=,,for | false 127.0.0.1 -"
      })
  @Tag("access.4")
  void a_trusted_proxy_says_how_a_request_came(String headers, String expected) throws Exception {
    assertEquals(expected, seen(List.of("127.0.0.1", "10.0.0.0/8"), headers));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/8", "127.0.0.2", "127.0.0.2/31", "::1", "::/0"})
  @Tag("access.4")
  void what_anyone_else_says_is_passed_over(String trusted) throws Exception {
    var headers = "Forwarded: for=192.0.2.43;proto=https ; X-Forwarded-Proto: https";

    assertEquals("false 127.0.0.1 -", seen(List.of(trusted), headers));
    assertEquals("false 127.0.0.1 -", seen(List.of(), headers));
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.0/8", "127.0.0.0/31", "0.0.0.0/0", "127.0.0.1/32"})
  @Tag("access.4")
  void a_network_holds_its_addresses(String trusted) throws Exception {
    assertEquals("true 127.0.0.1 -", seen(List.of(trusted), "X-Forwarded-Proto: https"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "", "10.0.0.0/33", "10.0.0/8", "10.0.0.256", "::1/129", "a/b"})
  @Tag("access.4")
  void an_invalid_address_is_refused(String text) {
    var refused =
        assertThrows(InvalidSecurityException.class, () -> TrustedProxies.of(List.of(text)));
    assertTrue(String.valueOf(refused.getMessage()).contains("'" + text + "'"));
  }

  @Test
  void addresses_of_both_kinds_are_told_apart() {
    var four = AddressRange.parse("0.0.0.0/0").orElseThrow();

    assertTrue(four.holds(AddressRange.address("192.0.2.1").orElseThrow()));
    assertTrue(four.holds(AddressRange.address("::ffff:192.0.2.1").orElseThrow()));
    assertEquals(false, four.holds(AddressRange.address("2001:db8::1").orElseThrow()));
  }

  private String seen(List<String> trusted, String headers)
      throws IOException, InterruptedException {
    var proxies = TrustedProxies.of(trusted);
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> {
                  var origin = proxies.origin(request);
                  var host = origin.host().orElse("-");
                  request.response().end(origin.https() + " " + origin.client() + " " + host);
                })
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + "/"));
    Stream.of(headers.split(" ; "))
        .map(header -> header.split(": ", 2))
        .forEach(header -> request.header(header[0], header[1]));
    try {
      return http.send(request.build(), BodyHandlers.ofString()).body();
    } finally {
      server.close().toCompletionStage().toCompletableFuture().join();
    }
  }
}
