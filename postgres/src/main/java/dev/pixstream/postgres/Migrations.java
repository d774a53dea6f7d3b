package dev.pixstream.postgres;

import org.flywaydb.core.Flyway;

/** Brings a database to the schema of this version. Several nodes may do so at once. */
final class Migrations {
  private Migrations() {}

  static void run(DatabaseUrl url) {
    Flyway.configure()
        .dataSource(url.jdbc(), url.user(), url.password())
        .locations("classpath:dev/pixstream/postgres/migration")
        .schemas("pixstream")
        .defaultSchema("pixstream")
        .load()
        .migrate();
  }
}
