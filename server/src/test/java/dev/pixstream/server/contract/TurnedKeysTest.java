package dev.pixstream.server.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.pixstream.server.security.authentication.SecurityOptions;
import dev.pixstream.server.security.tokens.TokenOptions;
import dev.pixstream.testkit.Stalling;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A node whose issuer of tokens turns its keys, and stalls. */
@ExtendWith(GuardedExtension.class)
@Timeout(60)
final class TurnedKeysTest {
  private final Guarded guarded;
  private final TestTokens first = new TestTokens();
  private final TestTokens second = new TestTokens();
  private volatile String set =
      new JsonObject().put("keys", new JsonArray().add(first.jwk("first"))).encode();

  TurnedKeysTest(Guarded guarded) {
    this.guarded = guarded;
  }

  private HttpServer issuer() throws Exception {
    var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/",
        exchange -> {
          var body = set.getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    http.start();
    return http;
  }

  private Node start(int port) {
    var where = "http://127.0.0.1:" + port + "/jwks.json";
    return guarded.start(
        SecurityOptions.NONE.withTokens(
            new TokenOptions(where, Optional.empty(), Optional.of("pixstream"))));
  }

  private static int store(Node node, String token, int number) {
    return Answer.of(
            node.send(
                "POST",
                "/api/pix/" + Guarded.A + "/messages",
                BodyPublishers.ofString(Messages.array(Guarded.A, number, number)),
                "Content-Type",
                "application/json",
                "Authorization",
                "Bearer " + token))
        .status();
  }

  private static JsonObject claims() {
    return TestTokens.claims(Guarded.A, "publisher");
  }

  @Test
  @Tag("access.10")
  void a_token_of_a_key_that_is_new_at_its_issuer_is_believed_at_once() throws Exception {
    var issuer = issuer();
    try (var node = start(issuer.getAddress().getPort())) {
      assertEquals(201, store(node, first.named("first", claims()), 1));
      assertEquals(401, store(node, second.named("second", claims()), 2));
      set =
          new JsonObject()
              .put("keys", new JsonArray().add(first.jwk("first")).add(second.jwk("second")))
              .encode();

      assertEquals(201, store(node, second.named("second", claims()), 2));
      assertEquals(401, store(node, new TestTokens().named("third", claims()), 3));
      assertEquals(401, store(node, second.named("first", claims()), 3));
    } finally {
      issuer.stop(0);
    }
  }

  @Test
  @Tag("access.10")
  void an_issuer_that_stalls_keeps_nobody_from_storing_and_is_told() throws Exception {
    var issuer = issuer();
    int port = issuer.getAddress().getPort();
    try (var node = start(port)) {
      issuer.stop(0);
      try (var _ = new Stalling(Stalling.How.HEAD_ALONE, port)) {
        assertEquals(401, store(node, second.named("second", claims()), 5));
        assertEquals(201, store(node, first.named("first", claims()), 5));

        var ready =
            Answer.of(node.send("GET", "/health/ready", BodyPublishers.noBody())).body().toString();
        assertTrue(ready.contains("token-keys"), ready);
        assertTrue(ready.contains("\"stale\":true"), ready);
      }
    }
  }
}
