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
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Calls functions of the schema through a pool, and tells a store that is away from a mistake of
 * ours.
 */
final class Calls {
  private final Pool pool;
  private final LongAdder underWay = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final Deadlines deadlines;

  Calls(Pool pool, Deadlines deadlines) {
    this.pool = pool;
    this.deadlines = deadlines;
  }

  long underWay() {
    return underWay.sum();
  }

  long failures() {
    return failures.sum();
  }

  /** The one row of the answer. */
  <T> CompletionStage<T> one(String sql, Tuple parameters, Function<Row, T> reader) {
    return one(sql, parameters, reader, late -> {});
  }

  /**
   * The same.
   *
   * @param late is told of an answer that came after the call had been given up: it took effect,
   *     and nobody knows
   */
  <T> CompletionStage<T> one(
      String sql, Tuple parameters, Function<Row, T> reader, Consumer<T> late) {
    return all(sql, parameters, rows -> reader.apply(rows.iterator().next()), late);
  }

  CompletionStage<Void> run(String sql, Tuple parameters) {
    return all(sql, parameters, rows -> null);
  }

  <T> CompletionStage<T> all(String sql, Tuple parameters, Function<RowSet<Row>, T> reader) {
    return all(sql, parameters, reader, late -> {});
  }

  <T> CompletionStage<T> all(
      String sql, Tuple parameters, Function<RowSet<Row>, T> reader, Consumer<T> late) {
    Deadlines.Call<T> call = deadlines.start();
    underWay.increment();
    pool.preparedQuery(sql)
        .execute(parameters)
        .recover(failure -> Future.failedFuture(translate(failure)))
        .map(reader)
        .onComplete(
            found -> {
              underWay.decrement();
              if (!call.succeed(found)) {
                late.accept(found);
              }
            },
            failure -> {
              underWay.decrement();
              failures.increment();
              call.fail(failure);
            });
    return call.outcome();
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
