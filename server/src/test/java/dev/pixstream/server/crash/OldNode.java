package dev.pixstream.server.crash;

import dev.pixstream.core.model.Ispb;
import dev.pixstream.core.pix.MessageGenerator;
import dev.pixstream.server.dialect.json.PixMessageJson;
import dev.pixstream.testkit.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What a node of an earlier version does with the database: its schema, in schema-v2.sql, and its
 * statements, word for word.
 */
final class OldNode implements AutoCloseable {
  private static final String APPEND =
      "SELECT inserted, duplicates, conflict, nodes, maxes FROM pixstream.append(?, ?, ?)";
  private static final String OPEN =
      "SELECT outcome, iteration_id, payloads, redelivered, lease_until, supplanted"
          + " FROM pixstream.open(?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String PULL =
      "SELECT outcome, iteration_id, payloads, redelivered, lease_until, supplanted"
          + " FROM pixstream.pull(?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String TAKE =
      "SELECT token, ispb, retry, from_seqs, to_seqs, attempt"
          + " FROM pixstream.take_jobs('old', ARRAY[?], 1, ?, ?, NULL, NULL)";
  private static final int LEASE_MS = 60_000;

  private final Connection connection;
  private final String name;
  private final MessageGenerator generator;
  private final PixMessageJson json = new PixMessageJson();
  private int ids;

  /**
   * A batch, or nothing.
   *
   * @param next what its collector asks with next
   */
  record Batch(String next, List<String> messages) {}

  OldNode(TestDatabase database, String name) throws SQLException {
    this.connection = DriverManager.getConnection(jdbc(database));
    this.name = name;
    this.generator =
        new MessageGenerator(new Random(name.hashCode()), java.time.InstantSource.system());
  }

  /** Brings an empty database to the schema of then. */
  static void migrate(TestDatabase database) throws IOException {
    try (var schema = Objects.requireNonNull(OldNode.class.getResourceAsStream("schema-v2.sql"))) {
      database.execute(new String(schema.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static String jdbc(TestDatabase database) {
    int at = database.url().lastIndexOf('@');
    var account = database.url().substring("postgresql://".length(), at).split(":", 2);
    return "jdbc:postgresql://%s?user=%s&password=%s"
        .formatted(database.url().substring(at + 1), account[0], account[1]);
  }

  /** Stores so many new messages and says which. */
  List<String> store(String lane, int messages) throws SQLException {
    var stored = Stream.generate(() -> generator.next(new Ispb(lane))).limit(messages).toList();
    var given = stored.stream().map(message -> message.endToEndId().value()).toList();
    try (var append = connection.prepareStatement(APPEND)) {
      append.setString(1, lane);
      append.setArray(2, connection.createArrayOf("text", given.toArray()));
      append.setArray(
          3,
          connection.createArrayOf(
              "bytea", stored.stream().map(json::write).toArray(byte[][]::new)));
      try (var row = append.executeQuery()) {
        row.next();
        if (row.getInt("inserted") != messages) {
          throw new AssertionError("stored " + row.getInt("inserted"));
        }
      }
    }
    return given;
  }

  Batch open(String lane) throws SQLException {
    try (var open = connection.prepareStatement(OPEN)) {
      start(open, lane, nextId());
      open.setInt(6, 0);
      open.setInt(7, LEASE_MS);
      open.setInt(8, 6);
      return batch(open);
    }
  }

  Batch pull(String lane, String id) throws SQLException {
    try (var pull = connection.prepareStatement(PULL)) {
      start(pull, lane, id);
      pull.setLong(6, 0);
      pull.setBoolean(7, false);
      pull.setInt(8, 0);
      pull.setInt(9, LEASE_MS);
      return batch(pull);
    }
  }

  private void start(PreparedStatement statement, String lane, String id) throws SQLException {
    statement.setString(1, lane);
    statement.setString(2, id);
    statement.setString(3, nextId());
    statement.setInt(4, 10);
    statement.setString(5, name + "." + ids);
  }

  /** Takes a job for so long and says its token; it is never ended. */
  long take(String lane, int messagesMax, int visibleMs) throws SQLException {
    try (var take = connection.prepareStatement(TAKE)) {
      take.setString(1, lane);
      take.setInt(2, messagesMax);
      take.setInt(3, visibleMs);
      try (var row = take.executeQuery()) {
        row.next();
        return row.getLong("token");
      }
    }
  }

  /** Says of one message of a job that it failed: for good, or to be tried again soon. */
  void fail(String lane, long token, long seq, boolean forGood) throws SQLException {
    try (var fail =
        connection.prepareStatement(
            "SELECT pixstream.fail_job(?, ?, NULL, ARRAY[?], ARRAY['java.io.IOException'],"
                + " ARRAY['it went wrong'], ARRAY[?]::bigint[])")) {
      fail.setLong(1, token);
      fail.setString(2, lane);
      fail.setLong(3, seq);
      fail.setObject(4, forGood ? null : Long.valueOf(1_000), java.sql.Types.BIGINT);
      fail.execute();
    }
  }

  private String nextId() {
    return "%s%08d".formatted(name, ++ids);
  }

  private Batch batch(PreparedStatement statement) throws SQLException {
    try (var row = statement.executeQuery()) {
      row.next();
      var outcome = row.getString("outcome");
      if (!List.of("delivered", "empty").contains(outcome)) {
        throw new AssertionError(outcome);
      }
      return new Batch(row.getString("iteration_id"), messages(row));
    }
  }

  private static List<String> messages(ResultSet row) throws SQLException {
    List<String> found = new ArrayList<>();
    var payloads = row.getArray("payloads");
    if (payloads != null) {
      for (var payload : (byte[][]) payloads.getArray()) {
        found.addAll(Receipt.idsIn(new String(payload, StandardCharsets.UTF_8)));
      }
    }
    return found;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
