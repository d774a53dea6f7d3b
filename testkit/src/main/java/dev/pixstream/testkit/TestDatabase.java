package dev.pixstream.testkit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A database for one test.
 *
 * @param url {@code postgresql://user:password@127.0.0.1:port/name}
 */
public record TestDatabase(String url) {
  /** A connection of the test's own. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbc(url));
  }

  /** Moves the store's clock: what it says from now on is this much ahead of the real time. */
  public void setClockAhead(Duration ahead) {
    execute(
        "CREATE OR REPLACE FUNCTION pixstream.store_time() RETURNS timestamptz LANGUAGE sql VOLATILE"
            + " AS 'SELECT clock_timestamp() + interval ''"
            + ahead.toMillis()
            + " ms'''");
  }

  /** Runs one statement. */
  public void execute(String sql) {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first column of every row. */
  public List<String> query(String sql) {
    try (var connection = connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Where the invariant <em>partition</em> does not hold; empty when all is well. */
  public List<String> violations() {
    return query("SELECT ispb || ': ' || violation FROM pixstream.partition_violations()");
  }

  static String jdbc(String url) {
    int at = url.lastIndexOf('@');
    var account = url.substring("postgresql://".length(), at).split(":", 2);
    return "jdbc:postgresql://"
        + url.substring(at + 1)
        + "?user="
        + account[0]
        + "&password="
        + account[1];
  }
}
