package dev.pixstream.postgres;

import java.sql.DriverManager;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;

/** Brings a database to the schema of this version. Several nodes may do so at once. */
final class Migrations {
  private static final int OLDEST_MAJOR = 13;

  private Migrations() {}

  static void run(DatabaseUrl url) {
    checkVersion(url);
    Flyway.configure()
        .dataSource(url.jdbc(), url.user(), url.password())
        .locations("classpath:dev/pixstream/postgres/migration")
        .schemas("pixstream")
        .defaultSchema("pixstream")
        .load()
        .migrate();
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
