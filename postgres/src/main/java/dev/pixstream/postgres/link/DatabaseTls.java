package dev.pixstream.postgres.link;

import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.util.Optional;

/**
 * TLS to the database, as {@code sslmode} and {@code sslrootcert} of its URL ask for it and as
 * libpq understands them: {@code require} encrypts and, without such a file, trusts anyone; {@code
 * verify-ca} wants a certificate by an authority of that file, {@code verify-full} one with the
 * host's name besides.
 */
final class DatabaseTls {
  private DatabaseTls() {}

  /**
   * Checks that there is what the mode needs.
   *
   * @throws IllegalArgumentException if certificates are to be verified by nothing
   */
  static void require(SslMode mode, Optional<String> root) {
    if (verifies(mode) && root.isEmpty()) {
      throw new IllegalArgumentException(
          "a database URL with sslmode=verify-ca or verify-full names the authorities to trust:"
              + " sslrootcert=FILE, in PEM");
    }
  }

  private static boolean verifies(SslMode mode) {
    return mode == SslMode.VERIFY_CA || mode == SslMode.VERIFY_FULL;
  }

  /** Sets what the mode needs. */
  static void apply(PgConnectOptions options, Optional<String> root) {
    var mode = options.getSslMode();
    if (mode == SslMode.DISABLE) {
      return;
    }
    var tls = new ClientSSLOptions();
    if (verifies(mode)) {
      tls.setTrustOptions(new PemTrustOptions().addCertPath(root.orElseThrow()));
    } else {
      tls.setTrustAll(true);
    }
    tls.setHostnameVerificationAlgorithm(mode == SslMode.VERIFY_FULL ? "HTTPS" : "");
    options.setSslOptions(tls);
  }
}
