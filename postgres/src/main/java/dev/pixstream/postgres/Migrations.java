package dev.pixstream.postgres;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;

/** Brings a database to the schema of this version. Several nodes may do so at once. */
final class Migrations {
  private static final int OLDEST_MAJOR = 13;

  private Migrations() {}

  /** Returns the schema's version that this node needs. */
  static String run(DatabaseUrl url) {
    checkVersion(url);
    var flyway =
        Flyway.configure()
            .dataSource(url.jdbc(), url.user(), url.password())
            .locations("classpath:dev/pixstream/postgres/migration")
            .schemas("pixstream")
            .defaultSchema("pixstream")
            .load();
    flyway.migrate();
    return Stream.of(flyway.info().applied())
        .filter(migration -> migration.isVersioned() && migration.getState().isResolved())
        .map(migration -> migration.getVersion())
        .max(Comparator.naturalOrder())
        .map(version -> version.getVersion())
        .orElseThrow();
  }

  private static void checkVersion(DatabaseUrl url) {
    try (var connection = DriverManager.getConnection(url.jdbc(), url.user(), url.password())) {
      int major = connection.getMetaData().getDatabaseMajorVersion();
      if (major < OLDEST_MAJOR) {
        throw new IllegalStateException(
            "%s is PostgreSQL %d; PixStream needs %d or newer".formatted(url, major, OLDEST_MAJOR));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("%s can't be used: %s".formatted(url, e.getMessage()), e);
    }
  }
}
