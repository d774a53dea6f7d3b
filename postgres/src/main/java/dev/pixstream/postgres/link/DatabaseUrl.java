package dev.pixstream.postgres.link;

import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Where the database is: {@code postgresql://user:password@host:port,host:port/db?sslmode=…}, read
 * as libpq reads it. The client of the node and the migrations are given the same names and the
 * same password.
 */
public final class DatabaseUrl {
  private static final int CONNECT_SECONDS = 5;
  private static final int LOGIN_SECONDS = 10;

  private final List<DatabaseHost> hosts;
  private final String user;
  private final String password;
  private final String database;
  private final SslMode sslMode;
  private final Optional<String> rootCertificates;

  DatabaseUrl(
      List<DatabaseHost> hosts,
      String user,
      String password,
      String database,
      SslMode sslMode,
      Optional<String> rootCertificates) {
    this.hosts = List.copyOf(hosts);
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
    return new DatabaseUrl(hosts, user, other, database, sslMode, rootCertificates);
  }

  /** For the node: each host, in the order of the address. */
  public List<PgConnectOptions> options() {
    return hosts.stream().map(this::options).toList();
  }

  private PgConnectOptions options(DatabaseHost host) {
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

  public String user() {
    return user;
  }

  /** With one host each, in the order of the address. */
  public List<DatabaseUrl> each() {
    return hosts.stream()
        .map(
            host ->
                new DatabaseUrl(List.of(host), user, password, database, sslMode, rootCertificates))
        .toList();
  }

  /** For the migrations; the first host. */
  public void describeTo(PGSimpleDataSource source) {
    source.setServerNames(new String[] {hosts.getFirst().bracketed()});
    source.setPortNumbers(new int[] {hosts.getFirst().port()});
    source.setUser(user);
    source.setPassword(password);
    source.setDatabaseName(database);
    source.setSslMode(sslMode.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    rootCertificates.ifPresent(source::setSslRootCert);
    source.setApplicationName("pixstream-migration");
    // That of a login includes a server that accepts and says nothing.
    source.setConnectTimeout(CONNECT_SECONDS);
    source.setLoginTimeout(LOGIN_SECONDS);
    source.setTcpKeepAlive(true);
  }

  /** Hosts, ports and database, without the password: for messages of one line. */
  @Override
  public String toString() {
    var all = hosts.stream().map(DatabaseHost::toString).collect(Collectors.joining(","));
    return "postgresql://" + all + "/" + database.replaceAll("\\p{Cntrl}", "?");
  }
}
