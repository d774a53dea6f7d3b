package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.server.node.HealthOptions;
import dev.pixstream.server.node.PixStreamServer;
import dev.pixstream.server.node.ServerOptions;
import dev.pixstream.server.security.ApiKey;
import dev.pixstream.server.security.InvalidSecurityException;
import dev.pixstream.server.security.Role;
import dev.pixstream.server.security.authentication.SecurityOptions;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Metrics name institutions and their backlogs: with security they are for those who may know. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MetricsAccessTest {
  private final ApiKey admin = ApiKey.generate(Optional.empty(), Set.of(Role.ADMIN));
  private final ApiKey scraper = ApiKey.generate(Optional.empty(), Set.of(Role.METRICS));
  private final ApiKey collector = Guarded.key(Optional.of(Guarded.A), Role.COLLECTOR);
  private final HttpClient http = HttpClient.newHttpClient();
  private final PixStreamServer server;
  private final TestDatabase database;

  MetricsAccessTest(TestDatabase database, @TempDir Path directory) throws IOException {
    this.database = database;
    var keys = directory.resolve("keys");
    Files.writeString(keys, admin.line() + "\n" + scraper.line() + "\n" + collector.line() + "\n");
    var issuer = directory.resolve("issuer.pem");
    Files.writeString(issuer, Guarded.ISSUER.publicPem());
    this.server =
        PixStreamServer.start(
            ServerOptions.DEFAULT
                .withSecurity(
                    SecurityOptions.NONE
                        .withApiKeys(keys)
                        .withTokens(
                            new dev.pixstream.server.security.tokens.TokenOptions(
                                issuer.toString(), Optional.empty(), Optional.empty())))
                .withHealth(HealthOptions.DEFAULT.withManagementPort(0)),
            DatabaseUrl.parse(database.url()));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  @Tag("access.2")
  void a_stranger_and_a_collector_read_none() throws Exception {
    assertEquals(401, scrape("X-Other", "x").statusCode());
    assertEquals(403, scrape("X-API-Key", collector.secret()).statusCode());
    assertEquals(403, scrape("Authorization", "Bearer " + collector.secret()).statusCode());
    assertEquals(401, scrape("Authorization", "Bearer pxs_nobody").statusCode());
    assertFalse(scrape("X-Other", "x").body().contains("pixstream_"));
  }

  @Test
  @Tag("access.2")
  void an_administrator_and_a_scraper_read_them_as_a_key_or_as_a_bearer() throws Exception {
    for (var key : new ApiKey[] {admin, scraper}) {
      assertEquals(200, scrape("X-API-Key", key.secret()).statusCode());
      var answer = scrape("Authorization", "Bearer " + key.secret());
      assertEquals(200, answer.statusCode());
      assertTrue(answer.body().contains("pixstream_backlog_messages"), answer::body);
    }
    var claims = TestTokens.claims(Guarded.A, "metrics");
    claims.remove("ispb");
    claims.remove("aud");
    assertEquals(
        200, scrape("Authorization", "Bearer " + Guarded.ISSUER.signed(claims)).statusCode());
  }

  /** RFC 7519, 4.1.3. */
  @Test
  @Tag("access.9")
  void a_token_for_an_audience_is_refused_where_the_server_has_no_name_for_itself()
      throws Exception {
    for (var audience : new Object[] {"pixstream", "", new JsonArray().add("pixstream")}) {
      var claims = TestTokens.claims(Guarded.A, "metrics").put("aud", audience);
      claims.remove("ispb");

      var token = Guarded.ISSUER.signed(claims);
      assertEquals(401, scrape("Authorization", "Bearer " + token).statusCode());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/pix/0000000A/messages/none",
        "/api/pix/0000000A/stream/start",
        "/api/admin/dead-letters",
        "/console"
      })
  @Tag("access.2")
  void a_scraper_reads_nothing_else(String path) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .header("X-API-Key", scraper.secret())
            .build();

    assertEquals(403, http.send(request, BodyHandlers.ofString()).statusCode());
  }

  @Test
  @Tag("access.2")
  void the_management_port_is_on_loopback_alone() throws Exception {
    for (var address : NetworkInterface.networkInterfaces().toList()) {
      for (var own : address.inetAddresses().toList()) {
        if (own instanceof Inet4Address && !own.isLoopbackAddress()) {
          try (var socket = new Socket()) {
            assertThrows(
                ConnectException.class,
                () -> socket.connect(new InetSocketAddress(own, server.managementPort()), 5_000));
          }
        }
      }
    }
  }

  @Test
  @Tag("access.2")
  void a_management_port_for_other_machines_needs_a_credential_too() {
    var open =
        ServerOptions.DEFAULT.withHealth(
            HealthOptions.DEFAULT.withManagementPort(0).withManagementHost("0.0.0.0"));

    var refused =
        assertThrows(
            InvalidSecurityException.class,
            () -> PixStreamServer.start(open, DatabaseUrl.parse(database.url())).close());
    assertTrue(String.valueOf(refused.getMessage()).contains("0.0.0.0"), refused::getMessage);
  }

  @Test
  @Tag("access.2")
  void health_tells_what_stands_and_nothing_more() throws Exception {
    var ready =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.managementPort() + "/health/ready"))
            .build();

    var answer = http.send(ready, BodyHandlers.ofString());

    assertEquals(200, answer.statusCode(), answer::body);
    assertFalse(answer.body().contains("\"data\""), answer::body);
  }

  private HttpResponse<String> scrape(String header, String value) throws Exception {
    var address = URI.create("http://127.0.0.1:" + server.managementPort() + "/metrics");
    return http.send(
        HttpRequest.newBuilder(address).header(header, value).build(), BodyHandlers.ofString());
  }
}
