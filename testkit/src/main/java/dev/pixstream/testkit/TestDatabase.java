package dev.pixstream.testkit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A database for one test, and one connection to look into it. Safe for use by many threads. */
public final class TestDatabase implements AutoCloseable {
  private final String url;
  private final Connection connection;

  private TestDatabase(String url) {
    this.url = url;
    try {
      this.connection = DriverManager.getConnection(jdbc(url));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A look into a database that the test has started itself. */
  public static TestDatabase at(String url) {
    return new TestDatabase(url);
  }

  /** Where it is: {@code postgresql://user:password@127.0.0.1:port/name}. */
  public String url() {
    return url;
  }

  /** Moves the store's clock: what it says from now on is this much ahead of the real time. */
  public void setClockAhead(Duration ahead) {
    setClock("clock_timestamp() + " + ahead.toMillis() + " * interval ''1 ms''");
  }

  /** Stops the store's clock: it says this until it is set again. */
  public void stopClockAt(Instant time) {
    setClock("timestamptz ''" + time + "''");
  }

  private void setClock(String now) {
    execute(
        "CREATE OR REPLACE FUNCTION pixstream.store_time() RETURNS timestamptz LANGUAGE sql VOLATILE"
            + " AS 'SELECT "
            + now
            + "'");
  }

  /** Runs one statement. */
  public synchronized void execute(String sql) {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first column of every row. */
  public synchronized List<String> query(String sql) {
    try (var statement = connection.createStatement();
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

  /** Where it does not hold of what was confirmed and is to be processed. */
  public List<String> processingViolations() {
    return query("SELECT ispb || ': ' || violation FROM pixstream.processing_violations()");
  }

  @Override
  public void close() throws SQLException {
    connection.close();
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
