package dev.pixstream.postgres.schema;

import dev.pixstream.postgres.link.DatabaseUnfitException;
import dev.pixstream.postgres.link.DatabaseUrl;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds indexes of tables that may be large while nodes serve. What needs them works without them,
 * only slower, so no start waits for them. A build that was cut off leaves an index that is not
 * valid: the next start builds it anew.
 */
public final class OnlineIndexes implements AutoCloseable {
  /** What the console counts since its last query: jobs done, and batches delivered before. */
  private static final Map<String, String> INDEXES = new LinkedHashMap<>();

  static {
    INDEXES.put(
        "job_done",
        "CREATE INDEX CONCURRENTLY job_done ON pixstream.job (ended_at) WHERE state = 'done'");
    INDEXES.put(
        "batch_redelivered",
        "CREATE INDEX CONCURRENTLY batch_redelivered ON pixstream.batch (leased_at)"
            + " WHERE redelivered > 0");
  }

  private static final Logger LOG = LoggerFactory.getLogger(OnlineIndexes.class);
  private static final String TURN = "SELECT pg_try_advisory_lock(1886613623, 0)";
  private static final String VALID =
      "SELECT i.indisvalid FROM pg_index i WHERE i.indexrelid = to_regclass('pixstream.' || ?)";

  private final DatabaseUrl url;
  private final Thread building;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Connection connection;
  private boolean closed;

  private OnlineIndexes(DatabaseUrl url) {
    this.url = url;
    this.building = Thread.ofVirtual().name("indexes").unstarted(this::build);
  }

  /** Begins to build what is missing. */
  public static OnlineIndexes start(DatabaseUrl url) {
    var indexes = new OnlineIndexes(url);
    indexes.building.start();
    return indexes;
  }

  /** Waits until all are there, or the build has failed. */
  public void await() throws InterruptedException {
    building.join();
  }

  /** A build under way is given up. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      if (connection != null) {
        Executor here = Runnable::run;
        connection.abort(here);
      }
    } catch (SQLException e) {
      LOG.debug("A connection was gone already", e);
    } finally {
      lock.unlock();
    }
  }

  private void build() {
    try (var opened = Migrations.connect(Migrations.primary(url))) {
      if (!take(opened)) {
        return;
      }
      if (Migrations.flag(opened, TURN)) {
        for (var index : INDEXES.entrySet()) {
          build(opened, index.getKey(), index.getValue());
        }
      }
    } catch (SQLException | DatabaseUnfitException e) {
      if (!isClosed()) {
        LOG.warn("An index was not built; the next start tries again: {}", e.getMessage());
      }
    }
  }

  private static void build(Connection connection, String name, String create) throws SQLException {
    try (var statement = connection.createStatement()) {
      if (isValid(connection, name)) {
        return;
      }
      LOG.atInfo().addKeyValue("index", name).log("Building an index while nodes serve");
      statement.execute("DROP INDEX CONCURRENTLY IF EXISTS pixstream." + name);
      statement.execute(create);
      LOG.atInfo().addKeyValue("index", name).log("The index is built");
    }
  }

  private static boolean isValid(Connection connection, String name) throws SQLException {
    try (var statement = connection.prepareStatement(VALID)) {
      statement.setString(1, name);
      try (var found = statement.executeQuery()) {
        return found.next() && found.getBoolean(1);
      }
    }
  }

  private boolean take(Connection opened) {
    lock.lock();
    try {
      connection = opened;
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }
}
