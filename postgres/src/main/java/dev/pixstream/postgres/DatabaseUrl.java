package dev.pixstream.postgres;

import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.util.Locale;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Where the database is: {@code postgresql://user:password@host:port/db?sslmode=…}, read as libpq
 * reads it. The client of the node and the migrations are given the same names and the same
 * password.
 */
public final class DatabaseUrl {
  private final DatabaseHost host;
  private final String user;
  private final String password;
  private final String database;
  private final SslMode sslMode;
  private final Optional<String> rootCertificates;

  DatabaseUrl(
      DatabaseHost host,
      String user,
      String password,
      String database,
      SslMode sslMode,
      Optional<String> rootCertificates) {
    this.host = host;
    this.user = user;
    this.password = password;
    this.database = database;
    this.sslMode = sslMode;
    this.rootCertificates = rootCertificates;
  }

  /**
   * Reads such an address.
   *
   * @throws IllegalArgumentException if it is not such an address, or has something that is not
   *     taken; the message names it and does not repeat the password
   */
  public static DatabaseUrl parse(String url) {
    return DatabaseUrlReader.read(url);
  }

  /** The same database with this password. */
  public DatabaseUrl withPassword(String other) {
    return new DatabaseUrl(host, user, other, database, sslMode, rootCertificates);
  }

  /** For the node. */
  PgConnectOptions options() {
    var options =
        new PgConnectOptions()
            .setHost(host.name())
            .setPort(host.port())
            .setUser(user)
            .setPassword(password)
            .setDatabase(database)
            .setSslMode(sslMode);
    DatabaseTls.apply(options, rootCertificates);
    return options;
  }

  String user() {
    return user;
  }

  /** For the migrations. */
  void describeTo(PGSimpleDataSource source) {
    source.setServerNames(new String[] {host.bracketed()});
    source.setPortNumbers(new int[] {host.port()});
    source.setUser(user);
    source.setPassword(password);
    source.setDatabaseName(database);
    source.setSslMode(sslMode.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    rootCertificates.ifPresent(source::setSslRootCert);
    source.setApplicationName("pixstream-migration");
  }

  /** Host, port and database, without the password: for messages of one line. */
  @Override
  public String toString() {
    return "postgresql://" + host + "/" + database.replaceAll("\\p{Cntrl}", "?");
  }
}
