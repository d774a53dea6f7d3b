package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.server.node.HealthOptions;
import dev.pixstream.server.node.PixStreamServer;
import dev.pixstream.server.node.ServerOptions;
import dev.pixstream.server.security.ApiKey;
import dev.pixstream.server.security.Role;
import dev.pixstream.server.security.authentication.SecurityOptions;
import dev.pixstream.server.security.tls.CertificateAuthority;
import dev.pixstream.server.security.tls.ClientCertificates;
import dev.pixstream.server.security.tls.TlsOptions;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The management port where the node has certificates: keys for metrics do not travel openly. */
@ExtendWith(PostgresExtension.class)
@Timeout(60)
final class ManagementTlsTest {
  private static final Duration LOOK = Duration.ofMillis(20);

  private final CertificateAuthority ca = CertificateAuthority.create("one", TlsClient.YEAR);
  private final ApiKey scraper = ApiKey.generate(Optional.empty(), Set.of(Role.METRICS));
  private final TestDatabase database;
  private final Path directory;

  ManagementTlsTest(TestDatabase database, @TempDir Path directory) throws IOException {
    this.database = database;
    this.directory = directory;
    Files.writeString(directory.resolve("ca.pem"), ca.own().certificatePem());
    Files.writeString(directory.resolve("keys"), scraper.line() + "\n");
    write(ca);
  }

  private void write(CertificateAuthority by) throws IOException {
    var issued = by.server(List.of("127.0.0.1", "localhost"), TlsClient.YEAR);
    Files.writeString(directory.resolve("server.key"), issued.keyPem());
    Files.writeString(directory.resolve("server.pem"), issued.certificatePem());
  }

  /** A node that lets nobody without a certificate in on its API. */
  private PixStreamServer start(String managementHost) {
    var clients =
        new ClientCertificates(
            directory.resolve("ca.pem"), true, "CN", Set.of(Role.COLLECTOR), Set.of());
    var tls =
        new TlsOptions(
            directory.resolve("server.pem"), directory.resolve("server.key"), Optional.of(clients));
    var options =
        ServerOptions.DEFAULT
            .withSecurity(
                SecurityOptions.NONE
                    .withTls(tls)
                    .withApiKeys(directory.resolve("keys"))
                    .withTimes(LOOK, Duration.ofMinutes(1)))
            .withHealth(
                HealthOptions.DEFAULT.withManagementPort(0).withManagementHost(managementHost));
    return PixStreamServer.start(options, DatabaseUrl.parse(database.url()));
  }

  @Test
  @Tag("access.2")
  void other_machines_reach_it_with_tls_alone_and_a_probe_needs_no_certificate() throws Exception {
    try (var server = start("0.0.0.0");
        var probe = new TlsClient(ca, Optional.empty());
        var plain = HttpClient.newHttpClient()) {
      var port = server.managementPort();

      assertEquals(200, probe.status(port, "/health/ready"));
      assertEquals(401, probe.status(port, "/metrics"));
      assertEquals(200, probe.status(port, "/metrics", "X-API-Key", scraper.secret()));
      assertThrows(IOException.class, () -> probe.status(server.port(), "/docs"));
      assertThrows(IOException.class, () -> status(plain, port));
    }
  }

  @Test
  @Tag("access.2")
  void a_certificate_that_changes_is_its_own_too() throws Exception {
    var next = CertificateAuthority.create("two", TlsClient.YEAR);
    try (var server = start("0.0.0.0");
        var believesNext = new TlsClient(next, Optional.empty())) {
      write(next);
      Until.holds(
          () -> {
            try {
              return believesNext.status(server.managementPort(), "/health/live") == 200;
            } catch (IOException notYet) {
              return false;
            }
          });
    }
  }

  @Test
  @Tag("access.2")
  void on_loopback_it_is_plain_for_probes_of_this_machine() throws Exception {
    try (var server = start(HealthOptions.LOOPBACK);
        var plain = HttpClient.newHttpClient()) {
      assertEquals(200, status(plain, server.managementPort()));
    }
  }

  private static int status(HttpClient http, int port) throws Exception {
    var url = URI.create("http://127.0.0.1:" + port + "/health/ready");
    var request = HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(20)).build();
    return http.send(request, BodyHandlers.discarding()).statusCode();
  }
}
