package dev.pixstream.redis.link;

import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Whom a node believes to be Redis, and how it shows who it is itself. The name of the host is
 * always verified.
 *
 * @param authorities a file in PEM; nothing: those of the Java installation
 * @param identity the node's certificate and its key, in PEM, for a Redis that asks for one
 */
public record RedisTrust(Optional<Path> authorities, Optional<Identity> identity) {
  /** Those of the Java installation. */
  public static final RedisTrust OF_MACHINE = new RedisTrust(Optional.empty(), Optional.empty());

  /** A certificate and its key. */
  public record Identity(Path certificate, Path key) {}

  /**
   * Checks that each file can be read.
   *
   * @throws IllegalArgumentException if one can't
   */
  public RedisTrust {
    authorities.ifPresent(file -> requireFile("--redis-ca", file));
    identity.ifPresent(
        own -> {
          requireFile("--redis-cert", own.certificate());
          requireFile("--redis-key", own.key());
        });
  }

  void apply(NetClientOptions options) {
    options.setSsl(true).setHostnameVerificationAlgorithm("HTTPS");
    authorities.ifPresent(
        file -> options.setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
    identity.ifPresent(
        own ->
            options.setKeyCertOptions(
                new PemKeyCertOptions()
                    .setCertPaths(List.of(own.certificate().toString()))
                    .setKeyPaths(List.of(own.key().toString()))));
  }

  private static void requireFile(String option, Path file) {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new IllegalArgumentException(option + ": can't read " + file);
    }
  }
}
