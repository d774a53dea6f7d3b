package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.redis.link.RedisTrust;
import dev.pixstream.redis.link.RedisUnfitException;
import dev.pixstream.redis.link.RedisUrl;
import dev.pixstream.server.OpenApiCheck;
import dev.pixstream.server.node.PixStreamServer;
import dev.pixstream.server.node.ServerOptions;
import dev.pixstream.server.security.tls.CertificateAuthority;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A Redis with TLS. Its certificate names localhost, not 127.0.0.1. */
@ExtendWith({OpenApiExtension.class, PostgresExtension.class})
final class RedisTlsTest {
  private final CertificateAuthority ca = CertificateAuthority.create("one", TlsClient.YEAR);
  private final Path directory;
  private final RedisTrust trust;

  RedisTlsTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    this.trust = new RedisTrust(Optional.of(write("roots.pem", ca)), Optional.empty());
  }

  private Path write(String name, CertificateAuthority authority) throws IOException {
    return Files.writeString(directory.resolve(name), authority.own().certificatePem());
  }

  @Test
  @Tag("errors.4")
  void a_node_verifies_authority_and_name(TestDatabase database, OpenApiCheck check)
      throws IOException {
    try (var redis = new TlsRedis(ca, directory, "--tls-auth-clients", "no")) {
      assertEquals('+', redis.tell("ACL SETUSER pix on >a+b ~* &* +@all"));
      var url = RedisUrl.parse("rediss://pix:a+b@localhost:" + redis.port());
      assertServes(database, check, url.withTrust(trust));

      var other = write("two.pem", CertificateAuthority.create("two", TlsClient.YEAR));
      var others = new RedisTrust(Optional.of(other), Optional.empty());
      assertRefused(database, url.withTrust(others));
      assertRefused(database, url);
      var address = RedisUrl.parse("rediss://pix:a+b@127.0.0.1:" + redis.port());
      assertRefused(database, address.withTrust(trust));
    }
  }

  @Test
  @Tag("errors.4")
  void a_node_shows_its_certificate_to_a_redis_that_asks(TestDatabase database, OpenApiCheck check)
      throws IOException {
    var own = ca.client(new X500Principal("CN=node"), TlsClient.YEAR);
    var identity =
        new RedisTrust.Identity(
            Files.writeString(directory.resolve("node.pem"), own.certificatePem()),
            Files.writeString(directory.resolve("node.key"), own.keyPem()));
    try (var redis = new TlsRedis(ca, directory)) {
      var url = RedisUrl.parse("rediss://localhost:" + redis.port());
      assertRefused(database, url.withTrust(trust));
      assertServes(
          database,
          check,
          url.withTrust(new RedisTrust(trust.authorities(), Optional.of(identity))));
    }
  }

  @Test
  @Tag("errors.4")
  void a_node_reaches_a_cluster_by_the_names_that_it_announces(
      TestDatabase database, OpenApiCheck check) throws IOException {
    try (var redis =
        new TlsRedis(
            ca,
            directory,
            "--tls-auth-clients",
            "no",
            "--cluster-enabled",
            "yes",
            "--tls-cluster",
            "yes",
            "--cluster-announce-hostname",
            "localhost",
            "--cluster-preferred-endpoint-type",
            "hostname")) {
      assertEquals('+', redis.tell("CLUSTER ADDSLOTSRANGE 0 16383"));
      Until.holds(() -> isUp(redis));
      var url = RedisUrl.parse("rediss://localhost:" + redis.port());
      assertServes(database, check, url.withTrust(trust));
    }
  }

  private static boolean isUp(TlsRedis redis) {
    try {
      return redis.tell("SET up 1") == '+';
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertServes(TestDatabase database, OpenApiCheck check, RedisUrl redis) {
    try (var node = new Node(start(database, redis), check)) {
      var lane = new Lane(node, "12345678");
      lane.store(1, 1);
      node.delete(lane.startOne().assertBatch(1, 1).next());
      assertEquals(200, node.get("/health/ready").status());
    }
    database.execute("DROP SCHEMA pixstream CASCADE");
  }

  private static PixStreamServer start(TestDatabase database, RedisUrl redis) {
    return PixStreamServer.start(
        ServerOptions.DEFAULT, DatabaseUrl.parse(database.url()), Optional.of(redis));
  }

  private static void assertRefused(TestDatabase database, RedisUrl redis) {
    assertThrows(RedisUnfitException.class, () -> start(database, redis).close());
  }
}
