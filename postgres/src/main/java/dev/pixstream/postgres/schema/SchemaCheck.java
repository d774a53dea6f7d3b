package dev.pixstream.postgres.schema;

import dev.pixstream.postgres.link.DatabaseUnfitException;
import dev.pixstream.postgres.link.DatabaseUrl;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Tells a schema {@code pixstream} that PixStream can't use before anything is changed in it. */
final class SchemaCheck {
  /** The schema's owner, whether it may be used, its history and the first other tables. */
  private static final String SCHEMA =
      """
      SELECT n.nspowner::regrole::text,
             has_schema_privilege(n.oid, 'USAGE') AND has_schema_privilege(n.oid, 'CREATE'),
             h.oid IS NOT NULL,
             coalesce(has_table_privilege(h.oid, 'SELECT, INSERT, UPDATE, DELETE'), true)
             AND NOT EXISTS (SELECT FROM pg_catalog.pg_class r
                             WHERE r.relnamespace = n.oid AND r.relkind IN ('r', 'v', 'S', 'p')
                               AND NOT pg_has_role(r.relowner, 'USAGE')),
             (SELECT count(*) FROM pg_catalog.pg_attribute a
              WHERE a.attrelid = h.oid
                AND a.attname IN ('installed_rank', 'version', 'description', 'type', 'script', 'checksum', 'success'))
             = 7,
             (SELECT string_agg(t.relname, ', ' ORDER BY t.relname)
              FROM (SELECT r.relname FROM pg_catalog.pg_class r
                    WHERE r.relnamespace = n.oid AND r.relkind IN ('r', 'v', 'm', 'p', 'f')
                    ORDER BY r.relname LIMIT 3) t)
      FROM pg_catalog.pg_namespace n
      LEFT JOIN pg_catalog.pg_class h ON h.relnamespace = n.oid AND h.relname = 'flyway_schema_history'
      WHERE n.nspname = 'pixstream'
      """;

  private static final String MAY_CREATE =
      "SELECT has_database_privilege(current_database(), 'CREATE')";

  private SchemaCheck() {}

  /** Refuses a schema that is somebody else's, by a message that names what is wrong. */
  static void require(Connection connection, DatabaseUrl url) throws SQLException {
    var wrong = wrong(connection, url);
    if (wrong.isPresent()) {
      throw new DatabaseUnfitException(url + " " + wrong.get());
    }
  }

  private static Optional<String> wrong(Connection connection, DatabaseUrl url)
      throws SQLException {
    try (var statement = connection.createStatement();
        var found = statement.executeQuery(SCHEMA)) {
      if (!found.next()) {
        return Migrations.flag(connection, MAY_CREATE)
            ? Optional.empty()
            : Optional.of(
                "has no schema pixstream, and user "
                    + url.user()
                    + " may not create it: GRANT CREATE ON DATABASE, or create the schema for that"
                    + " user");
      }
      if (!found.getBoolean(2) || !found.getBoolean(4)) {
        return Optional.of(
            "has a schema pixstream of user "
                + found.getString(1)
                + ", which user "
                + url.user()
                + " may not change: use the user that owns it, or another database");
      }
      boolean isOurs = found.getBoolean(3) && found.getBoolean(5);
      var tables = found.getString(6);
      return isOurs || (tables == null && !found.getBoolean(3))
          ? Optional.empty()
          : Optional.of(
              "has a schema pixstream that PixStream did not make (in it: "
                  + tables
                  + "): use another database");
    }
  }
}
