package dev.pixstream.server.crash;

import dev.pixstream.core.processing.PaymentProcessor;
import dev.pixstream.core.store.queue.Payment;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A processor of the tests, found by ServiceLoader. It writes down what it is given, and by whom a
 * message is processed twice at once; it can be slow, and fail as it is told.
 */
public final class TestProcessor implements PaymentProcessor {
  /** What its tests make in their database before it starts. */
  static final String TABLES =
      "CREATE TABLE test_call (seq bigint, size integer, failed boolean);"
          + "CREATE TABLE test_running (seq bigint PRIMARY KEY);"
          + "CREATE TABLE test_overlap (seq bigint)";

  private static final int ALWAYS_EVERY = 1_000;

  private final ConcurrentLinkedQueue<Connection> idle = new ConcurrentLinkedQueue<>();
  private Map<String, String> settings = Map.of();

  /** Whether this message always fails, where any does: 0.1 %. */
  static boolean alwaysFails(long seq) {
    return seq % ALWAYS_EVERY == 7;
  }

  @Override
  public String name() {
    return "test";
  }

  @Override
  public void configure(Map<String, String> given) {
    settings = given;
  }

  @Override
  public void process(List<Payment> payments) throws Exception {
    var seqs = payments.stream().map(Payment::seq).toArray(Long[]::new);
    var connection = borrow();
    try {
      begin(connection, seqs);
      try {
        var _ = new CountDownLatch(1).await(number("hold"), TimeUnit.MILLISECONDS);
        boolean fails = payments.stream().map(Payment::seq).anyMatch(this::fails);
        update(
            connection,
            "INSERT INTO test_call SELECT unnest(?), " + seqs.length + "," + fails,
            seqs);
        if (fails) {
          throw new IllegalStateException("told to");
        }
      } finally {
        update(connection, "DELETE FROM test_running WHERE seq = ANY (?)", seqs);
      }
    } finally {
      idle.add(connection);
    }
  }

  private static void begin(Connection connection, Long[] seqs) throws SQLException {
    int begun =
        update(
            connection, "INSERT INTO test_running SELECT unnest(?) ON CONFLICT DO NOTHING", seqs);
    if (begun < seqs.length) {
      update(connection, "INSERT INTO test_overlap SELECT unnest(?)", seqs);
    }
  }

  private boolean fails(long seq) {
    return number("percent") > 0
        && (alwaysFails(seq) || ThreadLocalRandom.current().nextInt(100) < number("percent"));
  }

  private int number(String setting) {
    return Integer.parseInt(settings.getOrDefault(setting, "0"));
  }

  private Connection borrow() throws SQLException {
    var connection = idle.poll();
    return connection != null
        ? connection
        : DriverManager.getConnection(settings.getOrDefault("jdbc", ""));
  }

  private static int update(Connection connection, String sql, Long[] seqs) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      statement.setArray(1, connection.createArrayOf("bigint", seqs));
      return statement.executeUpdate();
    }
  }

  @Override
  public void close() {
    for (var connection = idle.poll(); connection != null; connection = idle.poll()) {
      try {
        connection.close();
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
