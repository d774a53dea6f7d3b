package dev.pixstream.benchmark.suite.harness;

import dev.pixstream.core.model.Ispb;
import dev.pixstream.core.pix.MessageGenerator;
import dev.pixstream.embedded.EmbeddedDatabase;
import dev.pixstream.server.dialect.json.PixMessageJson;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.Random;

/** The database under measurement: durable, on a free port, deleted at the end. */
public final class Database implements AutoCloseable {
  private static final int APPEND = 1_000;
  private static final String DEADLOCK = "40P01";

  private final EmbeddedDatabase embedded = EmbeddedDatabase.temporary();

  public String url() {
    return embedded.url();
  }

  public long pid() {
    return embedded.pid();
  }

  public URI uri() {
    return URI.create(embedded.url());
  }

  public String password() {
    return account(uri())[1];
  }

  public Connection connect() throws SQLException {
    return connect(uri());
  }

  private static Connection connect(URI uri) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://" + uri.getHost() + ":" + uri.getPort() + uri.getPath(),
        account(uri)[0],
        account(uri)[1]);
  }

  private static String[] account(URI uri) {
    return uri.getUserInfo().split(":", 2);
  }

  /** Stores random messages with the function that the server stores with. */
  public void fill(String lane, int messages) throws SQLException {
    var generator = new MessageGenerator(new Random(lane.hashCode()), InstantSource.system());
    var json = new PixMessageJson();
    try (var connection = connect();
        var append =
            connection.prepareStatement("SELECT inserted FROM pixstream.append(?, ?, ?)")) {
      for (int stored = 0; stored < messages; stored += APPEND) {
        int count = Math.min(APPEND, messages - stored);
        var ids = new String[count];
        var payloads = new byte[count][];
        for (int i = 0; i < count; i++) {
          var message = generator.next(new Ispb(lane));
          ids[i] = message.endToEndId().value();
          payloads[i] = json.write(message);
        }
        append.setString(1, lane);
        append.setArray(2, connection.createArrayOf("text", ids));
        append.setArray(3, connection.createArrayOf("bytea", payloads));
        append.execute();
      }
    }
  }

  /** Forgets all claims, so that the same messages can be read once more. */
  public void forgetClaims() throws SQLException {
    while (!forgotten()) {
      // An idle server looked at the same tables in another order.
    }
  }

  /** An earlier version does not have all of these tables. */
  private static String claims(Statement statement) throws SQLException {
    try (var found =
        statement.executeQuery(
            "SELECT string_agg('pixstream.' || tablename, ', ') FROM pg_tables"
                + " WHERE schemaname = 'pixstream' AND tablename IN ('batch', 'stream', 'returned',"
                + " 'lane_mark', 'confirmed', 'job', 'failure', 'ledger_entry', 'lane_epoch',"
                + " 'lane_floor')")) {
      found.next();
      return found.getString(1);
    }
  }

  private boolean forgotten() throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.execute("TRUNCATE " + claims(statement));
      statement.execute("VACUUM (ANALYZE) pixstream.message");
      checkpoint();
      return true;
    } catch (SQLException e) {
      if (DEADLOCK.equals(e.getSQLState())) {
        return false;
      }
      throw e;
    }
  }

  /** All messages once more, in a queue as it is usually built; none is taken. */
  public void fillUsualQueue() throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(
          """
          DROP SCHEMA IF EXISTS usual CASCADE;
          CREATE SCHEMA usual;
          CREATE TABLE usual.queue (
              id bigint PRIMARY KEY, lane text NOT NULL, payload bytea NOT NULL, state text NOT NULL DEFAULT 'ready',
              holder integer, leased_until timestamptz);
          INSERT INTO usual.queue (id, lane, payload)
          SELECT row_number() OVER (ORDER BY m.seq, m.ispb), m.ispb, m.payload FROM pixstream.message m;
          CREATE INDEX ready ON usual.queue (lane, id) WHERE state = 'ready';
          CREATE INDEX leased ON usual.queue (holder) WHERE state = 'leased'
          """);
      statement.execute("VACUUM (ANALYZE) usual.queue");
      checkpoint();
    }
  }

  private void checkpoint() throws SQLException {
    try (var connection = connect(URI.create(embedded.superuserUrl()));
        var statement = connection.createStatement()) {
      statement.execute("CHECKPOINT");
    }
  }

  public void dropUsualQueue() throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.execute("DROP SCHEMA IF EXISTS usual CASCADE");
    }
  }

  public long count(String sql) throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Override
  public void close() {
    embedded.close();
  }
}
