package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.server.security.ApiKey;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One rule for API and console: each route of the console, tried with each kind of credential. */
@ExtendWith(GuardedExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConsoleRuleTest {
  private static final String ID = Messages.endToEndId(1);

  /** The operation of the API with the same data: what it refuses, the console refuses. */
  private static final Map<String, String> TWINS = twins();

  /** They show nothing of any lane. */
  private static final List<String> OPEN =
      List.of(
          "GET /console/sign-in",
          "GET /console/static/:hash/:name",
          "POST /console/sign-in",
          "POST /console/sign-out");

  private final Guarded guarded;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  ConsoleRuleTest(Guarded guarded) {
    this.guarded = guarded;
    guarded.store(Guarded.A, guarded.publisherOfA, 1, 1);
  }

  private static Map<String, String> twins() {
    var message = "GET /api/pix/" + Guarded.A + "/messages/" + ID;
    var letters = "GET /api/admin/dead-letters";
    var twins = new LinkedHashMap<String, String>();
    twins.put("GET /console", message);
    twins.put("GET /console/events", message);
    twins.put("GET /console/lanes/:ispb", message);
    twins.put("GET /console/lanes/:ispb/events", message);
    twins.put("POST /console/lanes/:ispb/streams/:stream/end", letters);
    twins.put("GET /console/messages", message);
    twins.put("GET /console/messages/:ispb/:endToEndId", message);
    twins.put("POST /console/messages/:ispb/:endToEndId/payload", message);
    twins.put("GET /console/dead-letters", letters);
    twins.put("POST /console/dead-letters", letters);
    twins.put("GET /console/try", message);
    return twins;
  }

  static Stream<String> views() {
    return TWINS.keySet().stream();
  }

  private Map<String, String> secrets() {
    var secrets = new LinkedHashMap<String, String>();
    secrets.put("none", "");
    secrets.put("a token without a role", token(Guarded.A, ""));
    secrets.put("a token with a role of another system", token(Guarded.A, "viewer"));
    secrets.put("publisher", guarded.publisherOfA.secret());
    secrets.put("collector", guarded.collectorOfA.secret());
    secrets.put("collector's token", token(Guarded.A, "collector"));
    secrets.put("admin", guarded.admin.secret());
    return secrets;
  }

  @Test
  @Tag("telemetry.10")
  void no_route_of_the_console_is_left_out() {
    var known = Stream.concat(OPEN.stream(), TWINS.keySet().stream()).sorted().toList();

    var served =
        guarded.node().routes().stream()
            .filter(route -> route.contains(" /console"))
            // A HEAD is answered as the GET of its route.
            .filter(route -> !route.startsWith("HEAD "))
            .sorted();

    assertEquals(known, served.toList());
  }

  @ParameterizedTest
  @MethodSource("views")
  @Tag("telemetry.10")
  void the_console_refuses_what_the_api_refuses(String route) throws Exception {
    for (var secret : secrets().entrySet()) {
      var view = view(route, secret.getValue());
      assertEquals(api(TWINS.getOrDefault(route, ""), secret.getValue()), view, secret.getKey());
    }
  }

  @ParameterizedTest
  @MethodSource("views")
  @Tag("telemetry.10")
  void a_collector_of_another_lane_sees_nothing_of_this_one(String route) throws Exception {
    if (route.contains(":ispb")) {
      assertEquals("forbidden", view(route, guarded.collectorOfB.secret()));
    }
    var answer =
        send(
            route + (route.endsWith("/messages") ? "?id=" + ID : ""), cookie(guarded.collectorOfB));
    assertFalse(first(answer).contains(Guarded.A), () -> route);
  }

  @ParameterizedTest
  @MethodSource("views")
  @Tag("telemetry.10")
  void each_query_of_an_administrator_is_in_the_audit_log(String route) throws Exception {
    try (var audit = new AuditLog()) {
      var answer = send(route, cookie(guarded.admin));
      answer.body().close();
      int status = answer.statusCode();
      var words = route.split(" ", 2);
      Until.holds(
          () ->
              audit.lines("Administration").stream()
                  .anyMatch(
                      line ->
                          line.contains("caller=\"" + name(guarded.admin) + "\"")
                              && line.contains("method=\"" + words[0] + "\"")
                              && line.contains("path=\"" + path(words[1]) + "\"")
                              && line.contains("status=\"" + status + "\"")));
    }
  }

  @Test
  @Tag("telemetry.10")
  void a_key_that_reads_no_lane_is_told_so_when_it_signs_in() throws Exception {
    var answer =
        http.send(
            HttpRequest.newBuilder(uri("/console/sign-in"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("key=" + guarded.publisherOfA.secret()))
                .build(),
            BodyHandlers.ofString());

    assertEquals(403, answer.statusCode());
    assertTrue(answer.body().contains("reads no lane"), answer::body);
    assertTrue(answer.headers().firstValue("set-cookie").isEmpty());
  }

  private String view(String route, String secret) throws Exception {
    var answer = send(route, secret.isEmpty() ? "" : "pixstream-console=" + secret);
    var kind = kind(answer.statusCode());
    if (!kind.equals("in")) {
      assertFalse(first(answer).contains("Marcos"), route);
    }
    answer.body().close();
    return kind;
  }

  private String api(String operation, String secret) {
    var words = operation.split(" ", 2);
    var answer =
        secret.isEmpty()
            ? guarded.send(words[0], words[1])
            : secret.startsWith("pxs_")
                ? guarded.send(words[0], words[1], "X-API-Key", secret)
                : guarded.send(words[0], words[1], "Authorization", "Bearer " + secret);
    return kind(answer.status());
  }

  private static String kind(int status) {
    return switch (status) {
      case 303, 401 -> "stranger";
      case 403 -> "forbidden";
      default -> "in";
    };
  }

  private HttpResponse<InputStream> send(String route, String cookie)
      throws IOException, InterruptedException {
    var words = route.split(" ", 2);
    var request =
        HttpRequest.newBuilder(uri(path(words[1])))
            .method(words[0], BodyPublishers.noBody())
            .header("Sec-Fetch-Site", "same-origin")
            .header("HX-Request", "true");
    if (!cookie.isEmpty()) {
      request.header("Cookie", cookie);
    }
    return http.send(request.build(), BodyHandlers.ofInputStream());
  }

  /** The body, of an event stream its beginning. */
  private static String first(HttpResponse<InputStream> answer) throws IOException {
    try (var body = answer.body()) {
      boolean endless =
          answer.headers().firstValue("content-type").orElse("").startsWith("text/event-stream");
      return new String(
          endless ? body.readNBytes(200) : body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String path(String pattern) {
    return pattern.replace(":ispb", Guarded.A).replace(":stream", "1").replace(":endToEndId", ID);
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + guarded.node().port() + path);
  }

  private static String token(String ispb, String roles) {
    JsonObject claims = TestTokens.claims(ispb, roles);
    return Guarded.ISSUER.signed(claims);
  }

  private static String cookie(ApiKey key) {
    return "pixstream-console=" + key.secret();
  }

  private static String name(ApiKey key) {
    return "key:" + key.line().replaceFirst(".*sha256:(.{8}).*", "$1");
  }
}
