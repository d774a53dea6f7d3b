package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.pixstream.server.security.ApiKey;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Who may see and do what in the console. */
@ExtendWith(GuardedExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConsoleAccessTest {
  private static final String END = "/console/lanes/" + Guarded.A + "/streams/1/end";
  private static final String CPF = "98716278190";
  private static final String CNPJ = "12ABC34501DE35";

  private final Guarded guarded;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  ConsoleAccessTest(Guarded guarded) {
    this.guarded = guarded;
    guarded.store(Guarded.A, guarded.publisherOfA, 1, 2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/console", "/console/lanes/0000000A", "/console/messages", "/console/try"})
  @Tag("telemetry.10")
  void a_stranger_is_sent_to_sign_in(String path) throws Exception {
    var answer = send("GET", path, "");
    assertEquals(303, answer.statusCode());
    assertEquals("/console/sign-in", answer.headers().firstValue("location").orElse(""));
    assertEquals(401, send("GET", "/console/events", "").statusCode());
    assertEquals(401, send("POST", END, "").statusCode());
  }

  @Test
  @Tag("telemetry.10")
  void a_key_becomes_a_cookie_that_no_script_and_no_other_site_has() throws Exception {
    var answer = signIn(guarded.admin.secret());
    assertEquals(303, answer.statusCode());
    var cookie = answer.headers().firstValue("set-cookie").orElse("");
    assertTrue(cookie.contains("HTTPOnly") && cookie.contains("SameSite=Strict"), cookie);
    assertEquals(401, signIn("wrong").statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"&key=x", "&next=%2Fconsole", "&Key=x", "&=", "&key"})
  @Tag("access.5")
  void a_sign_in_with_a_field_too_many_is_refused(String more) throws Exception {
    var answer = submit("key=" + guarded.admin.secret() + more);

    assertEquals(400, answer.statusCode(), answer::body);
    assertTrue(answer.headers().firstValue("set-cookie").isEmpty());
  }

  @Test
  @Tag("telemetry.10")
  void a_collector_sees_its_own_lane_and_changes_nothing() throws Exception {
    var cookie = cookie(guarded.collectorOfA);
    assertEquals(200, send("GET", "/console/lanes/" + Guarded.A, cookie).statusCode());
    assertEquals(403, send("GET", "/console/lanes/" + Guarded.B, cookie).statusCode());
    assertEquals(403, send("GET", "/console/lanes/" + Guarded.B + "/events", cookie).statusCode());
    assertEquals(403, byScript(END, cookie).statusCode());
    assertEquals(403, byScript("/console/dead-letters", cookie).statusCode());
    var list = send("GET", "/console/dead-letters?ispb=" + Guarded.B, cookie).body();
    assertFalse(list.contains("name=\"discard\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cross-site", "same-site", "none"})
  @Tag("telemetry.10")
  void another_site_changes_nothing(String site) throws Exception {
    var cookie = cookie(guarded.admin);
    assertEquals(
        403, send("POST", END, cookie, "Sec-Fetch-Site", site, "HX-Request", "true").statusCode());
    assertEquals(
        403,
        send("POST", END, cookie, "Origin", "http://e.example", "HX-Request", "true").statusCode());
    assertEquals(403, send("POST", END, cookie, "Sec-Fetch-Site", "same-origin").statusCode());
    assertEquals(
        200,
        send("POST", END, cookie, "Sec-Fetch-Site", "same-origin", "HX-Request", "true")
            .statusCode());
  }

  @Test
  @Tag("telemetry.10")
  void documents_are_covered_and_who_uncovers_them_is_in_the_audit_log() throws Exception {
    var path = "/console/messages/" + Guarded.A + "/" + Messages.endToEndId(1);
    var covered = send("GET", path, cookie(guarded.collectorOfA));
    assertEquals(200, covered.statusCode());
    assertTrue(covered.body().contains("•••90") && covered.body().contains("•••35"));
    assertFalse(covered.body().contains(CPF) || covered.body().contains(CNPJ), covered::body);

    var audit = (Logger) LoggerFactory.getLogger("dev.pixstream.audit");
    var events = new ListAppender<ILoggingEvent>();
    events.start();
    audit.setLevel(Level.INFO);
    audit.addAppender(events);
    try {
      uncover(path, guarded.collectorOfB, 403);
      uncover(path, guarded.publisherOfA, 403);
      assertEquals(List.of(), uncovered(events));
      var open = uncover(path, guarded.collectorOfA, 200);
      assertTrue(open.contains(CPF) && open.contains(CNPJ), open);
      var noted = uncovered(events);
      assertEquals(1, noted.size(), noted::toString);
      assertTrue(
          noted.getFirst().contains("caller=\"" + name(guarded.collectorOfA) + "\"")
              && noted.getFirst().contains("endToEndId=\"" + Messages.endToEndId(1) + "\""),
          noted::toString);
      assertFalse(noted.getFirst().contains(CPF) || noted.getFirst().contains(CNPJ));
    } finally {
      audit.detachAppender(events);
    }
  }

  private String uncover(String path, ApiKey key, int status)
      throws IOException, InterruptedException {
    var answer = byScript(path + "/payload", cookie(key));
    assertEquals(status, answer.statusCode());
    return answer.body();
  }

  /** What a log calls the holder of a key: the beginning of its hash. */
  private static String name(ApiKey key) {
    return "key:" + key.line().replaceFirst(".*sha256:(.{8}).*", "$1");
  }

  /** What the audit log says of payloads; other requests are in it too. */
  private static List<String> uncovered(ListAppender<ILoggingEvent> events) {
    return List.copyOf(events.list).stream()
        .filter(event -> event.getMessage().equals("Payload unmasked"))
        .map(event -> event.getKeyValuePairs().toString())
        .toList();
  }

  @Test
  @Tag("telemetry.10")
  void each_answer_forbids_what_comes_from_elsewhere() throws Exception {
    var policy =
        send("GET", "/console/sign-in", "")
            .headers()
            .firstValue("content-security-policy")
            .orElse("");
    assertTrue(
        policy.startsWith("default-src 'none'; script-src 'self'; style-src 'self'"), policy);
    assertFalse(policy.contains("unsafe"), policy);
  }

  private static String cookie(ApiKey key) {
    return "pixstream-console=" + key.secret();
  }

  private HttpResponse<String> signIn(String key) throws IOException, InterruptedException {
    return submit("key=" + URLEncoder.encode(key, StandardCharsets.UTF_8));
  }

  private HttpResponse<String> submit(String form) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(uri("/console/sign-in"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build(),
        BodyHandlers.ofString());
  }

  /** As a script of this server asks. */
  private HttpResponse<String> byScript(String path, String cookie)
      throws IOException, InterruptedException {
    return send("POST", path, cookie, "Sec-Fetch-Site", "same-origin", "HX-Request", "true");
  }

  private HttpResponse<String> send(String method, String path, String cookie, String... headers)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(uri(path)).method(method, BodyPublishers.noBody());
    if (!cookie.isEmpty()) {
      request.header("Cookie", cookie);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + guarded.node().port() + path);
  }
}
