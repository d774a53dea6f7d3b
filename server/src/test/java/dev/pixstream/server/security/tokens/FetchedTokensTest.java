package dev.pixstream.server.security.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.pixstream.server.security.InvalidSecurityException;
import dev.pixstream.testkit.Stalling;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys of an issuer that stalls, fails, or turns its keys. */
@Timeout(60)
final class FetchedTokensTest {
  private static final Duration BRIEF = Duration.ofSeconds(3);
  private static final FetchedTokens.Times TIMES =
      new FetchedTokens.Times(Duration.ofDays(1), BRIEF, Duration.ofMillis(50), BRIEF);

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger asked = new AtomicInteger();
  private volatile String body = set("first");
  private volatile int status = 200;

  @AfterEach
  void close() {
    vertx.close().await();
  }

  private HttpServer issuer(int port) throws IOException {
    var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    http.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          var bytes = body.getBytes(UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    http.start();
    return http;
  }

  private static String url(int port) {
    return "http://127.0.0.1:" + port + "/jwks.json";
  }

  private FetchedTokens fetched(String where, FetchedTokens.Times times) {
    var options = new TokenOptions(where, Optional.empty(), Optional.empty());
    return new FetchedTokens(
        where, times, keys -> new Tokens(vertx, options, keys, InstantSource.system()));
  }

  private static String set(String... kids) {
    var keys = new JsonArray();
    Arrays.stream(kids).forEach(kid -> keys.add(key(kid)));
    return new JsonObject().put("keys", keys).encode();
  }

  private static JsonObject key(String kid) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      var point = ((ECPublicKey) generator.generateKeyPair().getPublic()).getW();
      return new JsonObject()
          .put("kty", "EC")
          .put("crv", "P-256")
          .put("kid", kid)
          .put("x", coordinate(point.getAffineX()))
          .put("y", coordinate(point.getAffineY()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String coordinate(BigInteger value) {
    var bytes = value.toByteArray();
    var fixed = new byte[32];
    int length = Math.min(32, bytes.length);
    System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(fixed);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("access.10")
  void an_issuer_that_stalls_at_the_start_is_a_clear_failure_in_time(Stalling.How how) {
    try (var stalling = new Stalling(how)) {
      var failure =
          assertThrows(InvalidSecurityException.class, () -> fetched(url(stalling.port()), TIMES));

      assertTrue(String.valueOf(failure.getMessage()).contains("can't be fetched"));
    }
  }

  @Test
  @Tag("access.10")
  void keys_stay_valid_while_the_issuer_is_unavailable_and_reported() throws Exception {
    var http = issuer(0);
    int port = http.getAddress().getPort();
    try (var tokens = fetched(url(port), TIMES)) {
      var before = tokens.get();
      http.stop(0);

      tokens.refresh().get(20, TimeUnit.SECONDS);

      assertEquals(before, tokens.get());
      assertTrue(tokens.complaint().contains("can't be fetched"), tokens.complaint());
      assertTrue(tokens.failures() > 0);

      body = set("first", "second");
      var again = issuer(port);
      while (!tokens.complaint().isEmpty()) {
        tokens.refresh().get(20, TimeUnit.SECONDS);
      }
      again.stop(0);
      assertFalse(before.equals(tokens.get()));
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("access.10")
  void an_issuer_that_stalls_later_holds_nobody(Stalling.How how) throws Exception {
    var http = issuer(0);
    int port = http.getAddress().getPort();
    http.stop(0);
    var first = issuer(port);
    try (var tokens = fetched(url(port), TIMES)) {
      first.stop(0);
      try (var stalling = new Stalling(how, port)) {
        tokens.refresh().get(20, TimeUnit.SECONDS);
        assertTrue(tokens.complaint().contains("can't be fetched"), tokens.complaint());
        assertTrue(stalling.port() == port);
      }
      assertEquals(Optional.empty(), tokens.get().find("x"));
    }
  }

  @Test
  @Tag("access.10")
  void a_set_that_is_wrong_changes_nothing() throws Exception {
    var http = issuer(0);
    try (var tokens = fetched(url(http.getAddress().getPort()), TIMES)) {
      var before = tokens.get();
      for (var wrong : new String[] {"", "{}", "[]", "{\"keys\":[]}", set("twice", "twice")}) {
        body = wrong;
        tokens.refresh().get(20, TimeUnit.SECONDS);
        assertFalse(tokens.complaint().isEmpty(), wrong);
      }
      status = 500;
      tokens.refresh().get(20, TimeUnit.SECONDS);
      assertTrue(tokens.complaint().contains("500"), tokens.complaint());
      assertEquals(before, tokens.get());
    }
    http.stop(0);
  }

  @Test
  @Tag("access.10")
  void however_often_new_keys_are_asked_for_the_issuer_is_asked_seldom() throws Exception {
    var http = issuer(0);
    var hour = Duration.ofHours(1);
    try (var tokens =
        fetched(
            url(http.getAddress().getPort()), new FetchedTokens.Times(hour, hour, hour, BRIEF))) {
      for (int i = 0; i < 10_000; i++) {
        assertFalse(tokens.refresh().isDone());
      }
      assertEquals(1, asked.get());
    }
    http.stop(0);
  }
}
