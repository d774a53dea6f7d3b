package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may come in: which tokens and keys are believed. */
@ExtendWith(GuardedExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CredentialsTest {
  private static final String START = "/api/pix/" + Guarded.A + "/stream/start";

  private final Guarded guarded;

  CredentialsTest(Guarded guarded) {
    this.guarded = guarded;
  }

  private static JsonObject claims() {
    return TestTokens.claims(Guarded.A, "collector");
  }

  private static String token(UnaryOperator<JsonObject> change) {
    return Guarded.ISSUER.signed(change.apply(claims()));
  }

  private static long ago(long seconds) {
    return Instant.now().minusSeconds(seconds).getEpochSecond();
  }

  /** Each would do if one thing about it were right. */
  static Stream<String> wrongTokens() {
    var good = Guarded.ISSUER.signed(claims());
    var signature = good.substring(good.lastIndexOf('.') + 1);
    var other = Guarded.ISSUER.signed(claims().put("roles", "admin"));
    return Stream.of(
        "",
        "x",
        "..",
        "a.b.c",
        TestTokens.unsigned(claims()),
        TestTokens.unsigned(claims()) + "x",
        good.substring(0, good.lastIndexOf('.')),
        good.substring(0, good.lastIndexOf('.') + 1),
        good.substring(0, good.length() - 4) + "AAAA",
        other.substring(0, other.lastIndexOf('.') + 1) + signature,
        new TestTokens().signed(claims()),
        Guarded.ISSUER.signedWithPublicKey(claims()),
        Guarded.ISSUER.signed("none", claims()),
        Guarded.ISSUER.signed("None", claims()),
        Guarded.ISSUER.signed("RS256", claims()),
        Guarded.ISSUER.signed("ES384", claims()),
        Guarded.ISSUER.signed("", claims()),
        token(claims -> claims.put("exp", ago(3600))),
        token(claims -> claims.put("exp", ago(31))),
        token(claims -> claims.put("exp", "never")),
        token(claims -> claims.put("exp", Long.MAX_VALUE)),
        token(claims -> without(claims, "exp")),
        token(claims -> claims.put("nbf", ago(-3600))),
        token(claims -> claims.put("iss", "https://other.test")),
        token(claims -> without(claims, "iss")),
        token(claims -> claims.put("aud", "other")),
        token(claims -> without(claims, "aud")),
        token(claims -> without(claims, "ispb")),
        token(claims -> claims.put("ispb", "none")),
        token(claims -> claims.put("ispb", 1)),
        token(claims -> claims.put("ispb", new JsonArray().add(Guarded.A))),
        token(claims -> claims.put("x", "x".repeat(5_000))));
  }

  private static JsonObject without(JsonObject claims, String name) {
    claims.remove(name);
    return claims;
  }

  @ParameterizedTest
  @MethodSource("wrongTokens")
  @Tag("access.8")
  void a_wrong_token_is_refused_as_if_there_were_none(String token) {
    var none = guarded.send("GET", START);

    var wrong = guarded.send("GET", START, "Authorization", "Bearer " + token);

    wrong.assertProblem(401, "unauthenticated");
    assertEquals(none.body(), wrong.body());
  }

  @Test
  void a_valid_token_comes_in_again_and_again() {
    var token = "bearer " + token(claims -> claims);

    for (int i = 0; i < 3; i++) {
      int status = guarded.send("GET", START, "Authorization", token).status();
      assertTrue(status == 204 || status == 429, "status " + status);
    }
  }

  @Test
  @Tag("access.8")
  void a_token_gives_what_its_roles_say_and_without_them_a_collectors() {
    var path = "/api/pix/" + Guarded.A + "/messages";
    var util = "/api/util/msgs/" + Guarded.B + "/1";
    var publisher =
        token(claims -> claims.put("roles", new JsonArray().add("publisher").add("of.others")));
    var several = token(claims -> claims.put("roles", "offline publisher collector"));
    var none = token(claims -> without(claims, "roles"));
    var admin = token(claims -> without(claims.put("roles", "admin"), "ispb"));

    assertEquals(415, status("POST", path, publisher));
    assertEquals(403, status("GET", START, publisher));
    assertEquals(415, status("POST", path, several));
    assertEquals(403, status("POST", path, none));
    assertEquals(404, status("GET", path + "/none", none));
    assertEquals(403, status("POST", util, publisher));
    assertEquals(201, status("POST", util, admin));
    assertEquals(403, status("GET", START, admin));
  }

  private int status(String method, String path, String token) {
    return guarded.send(method, path, "Authorization", "Bearer " + token).status();
  }

  @Test
  @Tag("access.8")
  void what_is_no_credential_of_ours_is_refused() {
    var key = guarded.collectorOfA.secret();
    var wrong =
        List.of(
            List.of("X-API-Key", ""),
            List.of("X-API-Key", "pxs_"),
            List.of("X-API-Key", key + "A"),
            List.of("X-API-Key", key.substring(0, key.length() - 1)),
            // What the server keeps of a key is no key.
            List.of("X-API-Key", guarded.collectorOfA.line().replaceFirst(".*sha256:", "")),
            List.of("Authorization", "Bearer " + key + "A"),
            List.of("Authorization", "ApiKey " + key),
            List.of("Authorization", key),
            List.of("Authorization", "Basic YTpi"),
            List.of("X-API-Key", key, "Authorization", "Bearer " + token(claims -> claims)),
            List.of("X-API-Key", key, "X-API-Key", guarded.collectorOfB.secret()));

    for (var headers : wrong) {
      guarded
          .send("GET", START, headers.toArray(String[]::new))
          .assertProblem(401, "unauthenticated");
    }
  }
}
