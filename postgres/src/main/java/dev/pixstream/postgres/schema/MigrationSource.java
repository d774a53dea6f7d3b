package dev.pixstream.postgres.schema;

import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.postgres.link.Session;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections for migrations. They depend on no setting of the database or its role. */
final class MigrationSource extends PGSimpleDataSource {
  private static final long serialVersionUID = 1L;

  private final String settings;

  /**
   * @param more what is set besides, as statements
   */
  MigrationSource(DatabaseUrl url, String more) {
    url.describeTo(this);
    this.settings = Session.SETTINGS + ";\nSET statement_timeout = 0;\n" + more;
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    var connection = super.getConnection(user, password);
    try (var statement = connection.createStatement()) {
      statement.execute(settings);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    return connection;
  }
}
