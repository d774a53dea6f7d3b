package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pixstream.server.security.ApiKey;
import dev.pixstream.server.security.Role;
import dev.pixstream.server.security.authentication.SecurityOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was begun with a credential ends with it. */
@ExtendWith(GuardedExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CredentialEndTest {
  private static final int PATIENCE_S = 30;

  private final Guarded guarded;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  CredentialEndTest(Guarded guarded) {
    this.guarded = guarded;
    guarded.store(Guarded.A, guarded.publisherOfA, 1, 1);
  }

  private static SecurityOptions keys(Guarded guarded, String file) {
    return SecurityOptions.NONE
        .withApiKeys(guarded.file(file))
        .withTimes(Guarded.LOOK, Duration.ofMinutes(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/console/events", "/console/lanes/0000000A/events"})
  @Tag("access.3")
  void an_event_stream_ends_when_its_key_is_removed(String path) throws Exception {
    var leaving = Guarded.key(Optional.of(Guarded.A), Role.COLLECTOR);
    var file = "leaving" + path.length();
    guarded.write(file, leaving, guarded.admin);
    try (var node = guarded.start(keys(guarded, file))) {
      var events = open(node, path, leaving.secret());
      var others = open(node, path, guarded.admin.secret());

      guarded.write(file, guarded.admin);

      assertEnds(events);
      assertGoesOn(others);
    }
  }

  @Test
  @Tag("access.3")
  void an_event_stream_ends_when_its_key_has_other_roles() throws Exception {
    var key = ApiKey.generate(Optional.empty(), java.util.Set.of(Role.ADMIN));
    guarded.write("roles", key);
    try (var node = guarded.start(keys(guarded, "roles"))) {
      var events = open(node, "/console/events", key.secret());

      guarded.write("roles", key.line().replace("- admin", Guarded.A + " collector") + "\n");

      assertEnds(events);
    }
  }

  @Test
  @Tag("access.3")
  void an_event_stream_ends_with_its_token() throws Exception {
    var claims = TestTokens.claims(Guarded.A, "collector");
    // The issuer's clock may be 30 s behind; this one is over in a moment.
    claims.put("exp", Instant.now().minusSeconds(24).getEpochSecond());

    assertEnds(open(guarded.node(), "/console/events", Guarded.ISSUER.signed(claims)));
  }

  @Test
  @Tag("access.3")
  void a_waiting_collector_whose_key_was_removed_gets_no_message() {
    var leaving = Guarded.key(Optional.of(Guarded.B), Role.COLLECTOR);
    guarded.write("waiting", leaving, guarded.publisherOfB);
    try (var node = guarded.start(keys(guarded, "waiting"), Duration.ofSeconds(8))) {
      var path = "/api/pix/" + Guarded.B + "/stream/start";
      var pull =
          node.send(
              "GET", path, HttpRequest.BodyPublishers.noBody(), "X-API-Key", leaving.secret());
      guarded.write("waiting", guarded.publisherOfB);
      Until.holds(() -> node.get(path, "X-API-Key", leaving.secret()).status() == 401);
      // The pull began before the key went, and now is proved no more.
      Answer.of(pull).assertProblem(401, "unauthenticated");
    }
  }

  private InputStream open(Node node, String path, String secret) throws Exception {
    var answer =
        http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path))
                .header("Cookie", "pixstream-console=" + secret)
                .build(),
            BodyHandlers.ofInputStream());
    assertEquals(200, answer.statusCode());
    assertEquals("retry:", new String(answer.body().readNBytes(6), StandardCharsets.US_ASCII));
    return answer.body();
  }

  private static void assertEnds(InputStream events) throws Exception {
    var _ =
        CompletableFuture.supplyAsync(() -> rest(events), task -> Thread.ofVirtual().start(task))
            .get(PATIENCE_S, TimeUnit.SECONDS);
  }

  /** More than what may have been sent before. */
  private static void assertGoesOn(InputStream events) throws IOException {
    try (events) {
      int before = events.available();
      assertEquals(before + 1, events.readNBytes(before + 1).length);
    }
  }

  private static int rest(InputStream events) {
    try (events) {
      return events.readAllBytes().length;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
