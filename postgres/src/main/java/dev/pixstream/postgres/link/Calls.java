package dev.pixstream.postgres.link;

import dev.pixstream.core.store.StoreUnavailableException;
import dev.pixstream.core.store.StoreUnavailableException.Reason;
import io.vertx.core.Future;
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
public final class Calls {
  private final Sessions sessions;
  private final LongAdder underWay = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final Deadlines deadlines;

  public Calls(Sessions sessions, Deadlines deadlines) {
    this.sessions = sessions;
    this.deadlines = deadlines;
  }

  public long underWay() {
    return underWay.sum();
  }

  public long failures() {
    return failures.sum();
  }

  /** The one row of the answer. */
  public <T> CompletionStage<T> one(String sql, Tuple parameters, Function<Row, T> reader) {
    return one(sql, parameters, reader, late -> {});
  }

  /**
   * The same.
   *
   * @param late is told of an answer that came after the call had been given up: it took effect,
   *     and nobody knows
   */
  public <T> CompletionStage<T> one(
      String sql, Tuple parameters, Function<Row, T> reader, Consumer<T> late) {
    return all(sql, parameters, rows -> reader.apply(rows.iterator().next()), late);
  }

  public CompletionStage<Void> run(String sql, Tuple parameters) {
    return all(sql, parameters, rows -> null);
  }

  public <T> CompletionStage<T> all(String sql, Tuple parameters, Function<RowSet<Row>, T> reader) {
    return all(sql, parameters, reader, late -> {});
  }

  public <T> CompletionStage<T> all(
      String sql, Tuple parameters, Function<RowSet<Row>, T> reader, Consumer<T> late) {
    Deadlines.Call<T> call = deadlines.start();
    underWay.increment();
    var pool = sessions.pool();
    pool.preparedQuery(sql)
        .execute(parameters)
        .recover(failure -> Future.failedFuture(refused(pool, failure)))
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

  private Throwable refused(Pool pool, Throwable failure) {
    if (PgRefusal.isLost(failure) && !pool.equals(sessions.pool())) {
      return new StoreUnavailableException(
          "PostgreSQL takes no writes, so this connection was left", failure, Reason.READ_ONLY);
    }
    if (PgRefusal.isReadOnly(failure)) {
      sessions.leave(pool);
    } else if (PgRefusal.isLost(failure)) {
      sessions.lost();
    }
    return PgRefusal.translate(failure);
  }
}
