package dev.pixstream.postgres;

import static java.net.URLDecoder.decode;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * TLS to the database, as {@code sslmode} and {@code sslrootcert} of its URL ask for it and as
 * libpq understands them: {@code require} encrypts and trusts anyone, {@code verify-ca} wants a
 * certificate by an authority of that file, {@code verify-full} one with the host's name besides.
 */
final class DatabaseTls {
  /** The client's reader of URLs knows no such parameter and drops it. */
  private static final Pattern ROOT = Pattern.compile("[?&]sslrootcert=(?<file>[^&]+)");

  private DatabaseTls() {}

  /** The file that the URL names. */
  static Optional<String> roots(String url) {
    return ROOT.matcher(url).results().map(r -> decode(r.group("file"), UTF_8)).findFirst();
  }

  /**
   * Sets what the mode needs.
   *
   * @throws IllegalArgumentException if certificates are to be verified by nothing
   */
  static void apply(PgConnectOptions options, Optional<String> root) {
    var mode = options.getSslMode();
    if (mode == SslMode.DISABLE) {
      return;
    }
    boolean verified = mode == SslMode.VERIFY_CA || mode == SslMode.VERIFY_FULL;
    if (verified && root.isEmpty()) {
      throw new IllegalArgumentException(
          "a database URL with sslmode=verify-ca or verify-full names the authorities to trust:"
              + " sslrootcert=FILE, in PEM");
    }
    var tls = new ClientSSLOptions();
    if (verified) {
      tls.setTrustOptions(new PemTrustOptions().addCertPath(root.orElseThrow()));
    } else {
      tls.setTrustAll(true);
    }
    tls.setHostnameVerificationAlgorithm(mode == SslMode.VERIFY_FULL ? "HTTPS" : "");
    options.setSslOptions(tls);
  }
}
