package dev.pixstream.benchmark.suite.harness;

import dev.pixstream.client.PemTls;
import dev.pixstream.core.model.Ispb;
import dev.pixstream.server.security.ApiKey;
import dev.pixstream.server.security.Role;
import dev.pixstream.server.security.tls.CertificateAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocketFactory;

/** Keys of the collectors of some lanes, and a server's certificate, in a folder of their own. */
public final class Credentials implements AutoCloseable {
  private static final Duration VALID = Duration.ofDays(1);

  private final Path folder = Files.createTempDirectory("pixstream-cost");
  private final Map<String, ApiKey> keys = new HashMap<>();
  private final SSLSocketFactory factory;

  public Credentials(List<String> lanes) throws IOException {
    for (var lane : lanes) {
      keys.put(lane, ApiKey.generate(Optional.of(new Ispb(lane)), Set.of(Role.COLLECTOR)));
    }
    Files.writeString(
        keys(), keys.values().stream().map(ApiKey::line).collect(Collectors.joining("\n")));
    var authority = CertificateAuthority.create("measurement", VALID);
    var server = authority.server(List.of("localhost", "127.0.0.1"), VALID);
    Files.writeString(folder.resolve("ca.pem"), authority.own().certificatePem());
    Files.writeString(folder.resolve("server.pem"), server.certificatePem());
    Files.writeString(folder.resolve("server.key"), server.keyPem());
    factory =
        PemTls.context(Optional.of(folder.resolve("ca.pem")), Optional.empty()).getSocketFactory();
  }

  public Path keys() {
    return folder.resolve("keys");
  }

  /** The header line for requests to a lane. */
  public String header(String lane) {
    var key = keys.get(lane);
    return key == null ? "" : "X-API-Key: " + key.secret() + "\r\n";
  }

  public List<String> tlsOptions() {
    return List.of(
        "--tls-cert",
        folder.resolve("server.pem").toString(),
        "--tls-key",
        folder.resolve("server.key").toString());
  }

  public SSLSocketFactory factory() {
    return factory;
  }

  @Override
  public void close() throws IOException {
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
