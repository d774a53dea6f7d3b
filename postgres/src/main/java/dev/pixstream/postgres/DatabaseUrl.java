package dev.pixstream.postgres;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.util.Locale;
import java.util.Optional;

/** Where the database is: {@code postgresql://user:password@host:port/db?sslmode=…}. */
public final class DatabaseUrl {
  private final PgConnectOptions options;
  private final Optional<String> rootCertificates;

  private DatabaseUrl(PgConnectOptions options, Optional<String> rootCertificates) {
    this.options = options;
    this.rootCertificates = rootCertificates;
  }

  /**
   * Reads such an address.
   *
   * @throws IllegalArgumentException if it is not such an address; the message says what was
   *     expected and does not repeat the password
   */
  public static DatabaseUrl parse(String url) {
    if (!url.startsWith("postgresql://") && !url.startsWith("postgres://")) {
      throw new IllegalArgumentException(
          "a database URL has the form postgresql://user:password@host:port/db?sslmode=disable");
    }
    PgConnectOptions options;
    try {
      options = PgConnectOptions.fromUri(url);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "the database URL can't be read; it has the form"
              + " postgresql://user:password@host:port/db?sslmode=disable",
          e);
    }
    var roots = DatabaseTls.roots(url);
    DatabaseTls.apply(options, roots);
    return new DatabaseUrl(options, roots);
  }

  /** The same database with this password. */
  public DatabaseUrl withPassword(String password) {
    var copy = options();
    copy.setPassword(password);
    return new DatabaseUrl(copy, rootCertificates);
  }

  PgConnectOptions options() {
    return new PgConnectOptions(options);
  }

  String jdbc() {
    var mode = options.getSslMode() == null ? SslMode.PREFER : options.getSslMode();
    return String.format(
        Locale.ROOT,
        "jdbc:postgresql://%s:%d/%s?sslmode=%s%s&ApplicationName=pixstream-migration",
        options.getHost(),
        options.getPort(),
        options.getDatabase(),
        mode.name().toLowerCase(Locale.ROOT).replace('_', '-'),
        rootCertificates.map(file -> "&sslrootcert=" + encode(file, UTF_8)).orElse(""));
  }

  String user() {
    return options.getUser();
  }

  String password() {
    return options.getPassword();
  }

  /** Host, port and database, without the password: for messages. */
  @Override
  public String toString() {
    return "postgresql://"
        + options.getHost()
        + ":"
        + options.getPort()
        + "/"
        + options.getDatabase();
  }
}
