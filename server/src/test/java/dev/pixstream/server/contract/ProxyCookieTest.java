package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.server.security.authentication.SecurityOptions;
import dev.pixstream.server.security.network.TrustedProxies;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The console behind a proxy that speaks TLS with the browser. */
@ExtendWith(GuardedExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProxyCookieTest {
  private static final String HTTPS = "for=192.0.2.43;proto=https";

  private final Guarded guarded;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  ProxyCookieTest(Guarded guarded) {
    this.guarded = guarded;
  }

  private SecurityOptions trusting(String... proxies) {
    return SecurityOptions.NONE
        .withApiKeys(guarded.file("keys"))
        .withProxies(TrustedProxies.of(List.of(proxies)));
  }

  @Test
  @Tag("access.4")
  void cookies_are_secure_when_a_trusted_proxy_says_https() throws Exception {
    try (var node = guarded.start(trusting("127.0.0.0/8"))) {
      assertTrue(cookie(signIn(node, "Forwarded", HTTPS)).contains("Secure"));
      assertTrue(cookie(signIn(node, "X-Forwarded-Proto", "https")).contains("Secure"));
      assertEquals(false, cookie(signIn(node, "X-Forwarded-Proto", "http")).contains("Secure"));
      var switched = get(node, "/console/sign-in?lang=pt", "Forwarded", HTTPS);
      assertTrue(cookie(switched).contains("Secure"), cookie(switched));
    }
  }

  @Test
  @Tag("access.4")
  void what_a_stranger_says_of_tls_is_passed_over() throws Exception {
    try (var node = guarded.start(trusting("192.0.2.0/24"))) {
      assertEquals(false, cookie(signIn(node, "Forwarded", HTTPS)).contains("Secure"));
    }
  }

  @Test
  @Tag("access.4")
  void the_audit_log_names_the_client_that_a_trusted_proxy_names() throws Exception {
    try (var node = guarded.start(trusting("127.0.0.1"));
        var audit = new AuditLog()) {
      node.get("/api/admin/dead-letters", "X-API-Key", guarded.admin.secret(), "Forwarded", HTTPS);

      Until.holds(
          () ->
              audit.lines("Administration").stream()
                  .anyMatch(
                      line ->
                          line.contains("client=\"192.0.2.43\"")
                              && line.contains("path=\"/api/admin/dead-letters\"")));
    }
  }

  private static String cookie(HttpResponse<String> answer) {
    return answer.headers().firstValue("set-cookie").orElse("");
  }

  private HttpResponse<String> signIn(Node node, String header, String value) throws Exception {
    return http.send(
        HttpRequest.newBuilder(uri(node, "/console/sign-in"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header(header, value)
            .POST(BodyPublishers.ofString("key=" + guarded.admin.secret()))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> get(Node node, String path, String header, String value)
      throws Exception {
    return http.send(
        HttpRequest.newBuilder(uri(node, path)).header(header, value).build(),
        BodyHandlers.ofString());
  }

  private static URI uri(Node node, String path) {
    return URI.create("http://127.0.0.1:" + node.port() + path);
  }
}
