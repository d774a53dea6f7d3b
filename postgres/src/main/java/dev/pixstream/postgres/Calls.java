package dev.pixstream.postgres;

import dev.pixstream.core.StoreUnavailableException;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * Calls functions of the schema through a pool, and tells a store that is away from a mistake of
 * ours.
 */
final class Calls {
  private final Pool pool;
  private final LongAdder underWay = new LongAdder();
  private final LongAdder failures = new LongAdder();

  Calls(Pool pool) {
    this.pool = pool;
  }

  long underWay() {
    return underWay.sum();
  }

  long failures() {
    return failures.sum();
  }

  /** The one row of the answer. */
  <T> CompletionStage<T> one(String sql, Tuple parameters, Function<Row, T> reader) {
    return all(sql, parameters, rows -> reader.apply(rows.iterator().next()));
  }

  CompletionStage<Void> run(String sql, Tuple parameters) {
    return execute(sql, parameters).<Void>mapEmpty().toCompletionStage();
  }

  <T> CompletionStage<T> all(String sql, Tuple parameters, Function<RowSet<Row>, T> reader) {
    return execute(sql, parameters).map(reader).toCompletionStage();
  }

  private Future<RowSet<Row>> execute(String sql, Tuple parameters) {
    underWay.increment();
    return pool.preparedQuery(sql)
        .execute(parameters)
        .onComplete(
            (rows, failure) -> {
              underWay.decrement();
              if (failure != null) {
                failures.increment();
              }
            })
        .recover(failure -> Future.failedFuture(translate(failure)));
  }

  private static Throwable translate(Throwable failure) {
    if (failure instanceof PgException known && !isPassing(known.getSqlState())) {
      return failure;
    }
    return new StoreUnavailableException(
        "PostgreSQL did not answer: " + failure.getMessage(), failure);
  }

  /**
   * Connection lost, out of resources, shut down or starting, deadlock or timeout: it may work a
   * moment later.
   */
  private static boolean isPassing(String sqlState) {
    return sqlState != null
        && (sqlState.startsWith("08")
            || sqlState.startsWith("53")
            || sqlState.startsWith("57")
            || sqlState.startsWith("40")
            || sqlState.equals("55P03")
            || sqlState.equals("25006"));
  }
}
