package dev.pixstream.postgres.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a connection relies on, set when it is new, whatever the database or its role is set to. It
 * is set by a statement, not at the start of the connection: so it holds behind PgBouncer too, and
 * may name settings that an older PostgreSQL does not know.
 *
 * @param synchronousCommit whether commits wait for the disk
 * @param statementMax how long one statement runs at most
 */
public record Session(String synchronousCommit, Duration statementMax) {
  /** For every connection, see session.sql. */
  public static final String SETTINGS = read();

  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  private static final String OWN =
      "SELECT pg_is_in_recovery(), set_config('synchronous_commit', $1, false),"
          + " set_config('statement_timeout', $2, false)";

  /**
   * One that can't be prepared is ended, so that nobody uses it as it is; so is one to a standby,
   * which takes no writes: a later one finds the primary by the same name.
   */
  private static final String END = "SELECT pg_terminate_backend(pg_backend_pid())";

  private static String read() {
    try (var file = Session.class.getResourceAsStream("session.sql")) {
      if (file == null) {
        throw new IllegalStateException("session.sql is missing");
      }
      return new String(file.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Prepares a new connection. */
  public Future<Void> prepare(SqlConnection connection) {
    return connection
        .query(SETTINGS)
        .execute()
        .compose(
            done ->
                connection
                    .preparedQuery(OWN)
                    .execute(Tuple.of(synchronousCommit, Long.toString(statementMax.toMillis()))))
        .map(rows -> rows.iterator().next().getBoolean(0))
        .otherwise(true)
        .compose(
            isUnfit ->
                isUnfit
                    ? connection.query(END).execute().<Void>mapEmpty()
                    : Future.succeededFuture());
  }

  /** Prepares a new connection of a pool and hands it over. */
  void prepareForPool(SqlConnection connection) {
    connection.exceptionHandler(failure -> LOG.debug("A new connection failed", failure));
    prepare(connection).onComplete(done -> connection.close());
  }
}
