package dev.pixstream.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;

/** Brings a database to the schema of this version. Several nodes may do so at once. */
final class Migrations {
  private static final int OLDEST_MAJOR = 13;

  private Migrations() {}

  /** Returns the schema's version that this node needs. */
  static String run(DatabaseUrl url) {
    check(url);
    var flyway =
        Flyway.configure()
            .dataSource(url.jdbc(), url.user(), url.password())
            .locations("classpath:dev/pixstream/postgres/migration")
            .schemas("pixstream")
            .defaultSchema("pixstream")
            // Functions that a later version has no more were removed by it, or are left for nodes
            // of
            // the version before.
            .ignoreMigrationPatterns("repeatable:missing", "*:future")
            .load();
    flyway.migrate();
    return Stream.of(flyway.info().applied())
        .filter(migration -> migration.isVersioned() && migration.getState().isResolved())
        .map(migration -> migration.getVersion())
        .max(Comparator.naturalOrder())
        .map(version -> version.getVersion())
        .orElseThrow();
  }

  private static void check(DatabaseUrl url) {
    try (var connection = connect(url);
        var other = connect(url)) {
      int major = connection.getMetaData().getDatabaseMajorVersion();
      if (major < OLDEST_MAJOR) {
        throw new DatabaseUnfitException(
            String.format(
                Locale.ROOT,
                "%s is PostgreSQL %d; PixStream needs %d or newer",
                url,
                major,
                OLDEST_MAJOR));
      }
      if (backend(connection) == backend(other)) {
        throw new DatabaseUnfitException(
            ("%s gives several connections one session, as PgBouncer does with pool_mode ="
                    + " transaction; PixStream needs sessions of its own: pool_mode = session, or"
                    + " PostgreSQL itself")
                .formatted(url));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("%s can't be used: %s".formatted(url, e.getMessage()), e);
    }
  }

  private static Connection connect(DatabaseUrl url) throws SQLException {
    return DriverManager.getConnection(url.jdbc(), url.user(), url.password());
  }

  /** Two connections that are open have two, unless something in between shares one out. */
  private static int backend(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var answer = statement.executeQuery("SELECT pg_backend_pid()")) {
      answer.next();
      return answer.getInt(1);
    }
  }
}
