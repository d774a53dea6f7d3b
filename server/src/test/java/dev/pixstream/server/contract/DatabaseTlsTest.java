package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pixstream.embedded.DatabaseOptions;
import dev.pixstream.embedded.EmbeddedDatabase;
import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.server.node.PixStreamServer;
import dev.pixstream.server.node.ServerOptions;
import dev.pixstream.server.security.tls.CertificateAuthority;
import dev.pixstream.testkit.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database that admits nobody without TLS. Its certificate names localhost, not 127.0.0.1. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DatabaseTlsTest {
  private final CertificateAuthority ca = CertificateAuthority.create("one", TlsClient.YEAR);
  private final EmbeddedDatabase database;
  private final Path roots;
  private final Path others;

  DatabaseTlsTest(@TempDir Path directory) throws IOException {
    this.roots = Files.writeString(directory.resolve("ca.pem"), ca.own().certificatePem());
    var other = CertificateAuthority.create("two", TlsClient.YEAR);
    this.others = Files.writeString(directory.resolve("two.pem"), other.own().certificatePem());
    this.database = EmbeddedDatabase.temporary(DatabaseOptions.defaults().withoutFsync());
    var issued = ca.server(List.of("localhost"), TlsClient.YEAR);
    try (var inside = TestDatabase.at(database.superuserUrl())) {
      put(inside, "server.crt", issued.certificatePem());
      put(inside, "server.key", issued.keyPem());
      put(inside, "pg_hba.conf", "hostssl all all 127.0.0.1/32 scram-sha-256");
      inside.execute("ALTER SYSTEM SET ssl = on");
      inside.execute("SELECT pg_reload_conf()");
      Until.holds(() -> inside.query("SHOW ssl").equals(List.of("on")));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterAll
  void stop() {
    database.close();
  }

  /** Written by the database, whose files they have to be. */
  private static void put(TestDatabase inside, String file, String text) {
    inside.execute(
        "COPY (SELECT unnest(string_to_array('%s', chr(10)))) TO PROGRAM 'cat >%s'"
            .formatted(text, file));
  }

  private DatabaseUrl url(String host, String asked) {
    return DatabaseUrl.parse(database.url().replace("127.0.0.1", host) + "?" + asked);
  }

  private void assertServes(DatabaseUrl url) throws Exception {
    try (var _ = PixStreamServer.start(ServerOptions.DEFAULT, url);
        var inside = TestDatabase.at(database.url())) {
      var plain =
          "SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)"
              + " WHERE application_name LIKE 'pixstream%' AND ssl = ";
      assertEquals(List.of("0"), inside.query(plain + "false"));
      Until.holds(() -> !inside.query(plain + "true").equals(List.of("0")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"prefer", "require"})
  @Tag("errors.3")
  void a_node_encrypts_and_trusts_any_certificate(String mode) throws Exception {
    assertServes(url("127.0.0.1", "sslmode=" + mode));
  }

  @Test
  @Tag("errors.3")
  void a_node_that_verifies_wants_a_certificate_of_its_authority() throws Exception {
    assertServes(url("127.0.0.1", "sslmode=verify-ca&sslrootcert=" + roots));
    assertRefused(url("127.0.0.1", "sslmode=require&sslrootcert=" + others));
    assertRefused(url("127.0.0.1", "sslmode=verify-ca&sslrootcert=" + others));
  }

  @Test
  @Tag("errors.3")
  void a_node_that_verifies_fully_wants_the_name_of_the_host_too() throws Exception {
    assertServes(url("localhost", "sslmode=verify-full&sslrootcert=" + roots));
    assertRefused(url("127.0.0.1", "sslmode=verify-full&sslrootcert=" + roots));
    assertRefused(url("localhost", "sslmode=verify-full&sslrootcert=" + others));
  }

  @Test
  @Tag("errors.9")
  void of_several_hosts_each_has_to_show_its_own_name() throws Exception {
    var port = URI.create(database.url()).getPort();
    var verifying = "sslmode=verify-full&sslrootcert=" + roots;
    assertServes(url("127.0.0.1:" + port + ",localhost", verifying));
    assertServes(url("localhost:" + port + ",127.0.0.1", verifying));
    assertRefused(url("127.0.0.1:" + port + ",127.0.0.1", verifying));
  }

  @Test
  @Tag("errors.3")
  void certificates_are_not_verified_by_nothing() {
    assertThrows(
        IllegalArgumentException.class, () -> url("localhost", "sslmode=verify-full").toString());
  }

  private static void assertRefused(DatabaseUrl url) {
    assertThrows(
        RuntimeException.class, () -> PixStreamServer.start(ServerOptions.DEFAULT, url).close());
  }
}
