package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.server.security.Role;
import dev.pixstream.server.security.authentication.SecurityOptions;
import dev.pixstream.server.security.tls.CertificateAuthority;
import dev.pixstream.server.security.tls.CertificateAuthority.Issued;
import dev.pixstream.server.security.tls.ClientCertificates;
import dev.pixstream.server.security.tls.TlsOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may come in: certificates, and their change while the server runs. */
@ExtendWith(GuardedExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MutualTlsTest {
  private static final String PATH = "/api/pix/" + Guarded.A + "/messages/none";
  private static final String UTIL = "/api/util/msgs/" + Guarded.A + "/1";

  private final Guarded guarded;
  private final CertificateAuthority ca = CertificateAuthority.create("one", TlsClient.YEAR);
  private final CertificateAuthority other = CertificateAuthority.create("two", TlsClient.YEAR);
  private final Node node;

  MutualTlsTest(Guarded guarded) {
    this.guarded = guarded;
    writeServer(ca);
    guarded.write("ca.pem", ca.own().certificatePem());
    this.node = start(false);
  }

  @AfterAll
  void stop() {
    node.close();
  }

  private void writeServer(CertificateAuthority by) {
    var issued = by.server(List.of("127.0.0.1", "localhost"), TlsClient.YEAR);
    guarded.write("server.pem", issued.certificatePem());
    guarded.write("server.key", issued.keyPem());
  }

  private Node start(boolean required) {
    var clients =
        new ClientCertificates(
            guarded.file("ca.pem"), required, "CN", Set.of(Role.COLLECTOR), Set.of("operator"));
    var tls =
        new TlsOptions(
            guarded.file("server.pem"), guarded.file("server.key"), Optional.of(clients));
    return guarded.start(
        SecurityOptions.NONE
            .withTls(tls)
            .withApiKeys(guarded.file("keys"))
            .withTimes(Guarded.LOOK, Duration.ofMinutes(1)));
  }

  private static Issued client(CertificateAuthority by, String subject) {
    return by.client(new X500Principal(subject), TlsClient.YEAR);
  }

  private TlsClient as(String subject) {
    return new TlsClient(ca, Optional.of(client(ca, subject)));
  }

  @Test
  @Tag("access.8")
  void a_certificate_is_for_the_institution_that_it_names() throws IOException {
    try (var a = as("CN=" + Guarded.A + ",O=Bank")) {
      for (int i = 0; i < 2; i++) {
        assertEquals(404, a.send(node, "GET", PATH).status());
      }
      var foreign = "/api/pix/" + Guarded.B + "/messages/none";
      a.send(node, "GET", foreign).assertProblem(403, "forbidden");
      a.send(node, "POST", UTIL).assertProblem(403, "forbidden");
    }
  }

  @Test
  void it_may_name_an_administrator() throws IOException {
    try (var operator = as("CN=operator")) {
      assertEquals(201, operator.send(node, "POST", UTIL).status());
      var stream = "/api/pix/" + Guarded.A + "/stream/start";
      operator.send(node, "GET", stream).assertProblem(403, "forbidden");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"CN=bank", "O=0000000A", "CN=0000000A+CN=0000000B", "CN=0000000A\\,x"})
  @Tag("access.8")
  void one_that_names_nobody_is_nobodys(String subject) throws IOException {
    try (var nobody = as(subject)) {
      nobody.send(node, "GET", PATH).assertProblem(401, "unauthenticated");
    }
  }

  @Test
  void without_one_a_key_does() throws IOException {
    try (var without = new TlsClient(ca, Optional.empty())) {
      without.send(node, "GET", PATH).assertProblem(401, "unauthenticated");
      var key = guarded.collectorOfA.secret();
      assertEquals(404, without.send(node, "GET", PATH, "X-API-Key", key).status());
    }
  }

  @Test
  void a_wrong_key_is_not_mended_by_a_certificate() throws IOException {
    try (var a = as("CN=" + Guarded.A)) {
      a.send(node, "GET", PATH, "X-API-Key", "wrong").assertProblem(401, "unauthenticated");
    }
  }

  @Test
  @Tag("access.8")
  void one_of_another_authority_or_expired_does_not_connect() {
    var yesterday = Instant.now().minus(Duration.ofDays(1));
    var subject = new X500Principal("CN=" + Guarded.A);
    for (var wrong :
        List.of(
            client(other, "CN=" + Guarded.A),
            ca.client(subject, yesterday),
            // A server's certificate is not for clients.
            ca.server(List.of(Guarded.A), TlsClient.YEAR))) {
      try (var client = new TlsClient(ca, Optional.of(wrong))) {
        assertThrows(IOException.class, () -> client.send(node, "GET", PATH));
      }
    }
  }

  @Test
  @Tag("access.8")
  void where_it_is_required_nobody_connects_without() throws IOException {
    try (var strict = start(true);
        var without = new TlsClient(ca, Optional.empty());
        var a = as("CN=" + Guarded.A)) {
      assertThrows(IOException.class, () -> without.send(strict, "GET", "/health/live"));
      assertEquals(200, a.send(strict, "GET", "/health/live").status());
    }
  }

  @Test
  @Tag("access.14")
  void certificates_change_without_a_restart() throws IOException {
    var renewed = CertificateAuthority.create("renewed", TlsClient.YEAR);
    try (var known = as("CN=" + Guarded.A)) {
      assertEquals(404, known.send(node, "GET", PATH).status());
      var events = known.whole(node, "/console/events");

      // Its connection is open still, but nobody vouches for it any more.
      guarded.write("ca.pem", renewed.own().certificatePem());
      Until.holds(() -> status(known) == 401);
      assertTrue(events.orTimeout(30, TimeUnit.SECONDS).join() > 0);

      // What does not fit together changes nothing, until it does.
      guarded.write("server.key", client(ca, "CN=x").keyPem());
      writeServer(renewed);
      Until.holds(() -> comesIn(renewed));
    } finally {
      writeServer(ca);
      guarded.write("ca.pem", ca.own().certificatePem());
      Until.holds(() -> comesIn(ca));
    }
  }

  private int status(TlsClient client) {
    try {
      return client.send(node, "GET", PATH).status();
    } catch (IOException e) {
      return 0;
    }
  }

  private boolean comesIn(CertificateAuthority by) {
    var own = Optional.of(client(by, "CN=" + Guarded.A));
    try (var client = new TlsClient(by, own)) {
      int status = status(client);
      return status == 404;
    }
  }
}
