package dev.pixstream.postgres.lanes;

import dev.pixstream.core.store.SignalBus;
import dev.pixstream.postgres.link.Calls;
import dev.pixstream.postgres.link.Sessions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * LISTEN over one connection of its own, NOTIFY over the pool; never inside a transaction that
 * stores. A connection that only listens would not notice that its database has gone without a
 * word, or is not the primary any more, so it asks from time to time.
 */
public final class PgSignalBus implements SignalBus {
  private static final Logger LOG = LoggerFactory.getLogger(PgSignalBus.class);
  private static final String CHANNEL = "pixstream";
  private static final long RETRY_MS = 200;
  private static final long LOOK_MS = 5_000;

  private final Vertx vertx;
  private final Sessions sessions;
  private final Calls calls;
  private final AtomicLong subscribed = new AtomicLong();
  private final long timer;
  private volatile Optional<Listener> listener = Optional.empty();
  private volatile Optional<Listening> now = Optional.empty();
  private volatile boolean closed;

  private record Listener(Consumer<String> received, Runnable missed) {}

  private record Listening(Pool pool, PgConnection connection) {}

  /**
   * Does not listen yet.
   *
   * @param sessions one connection, for listening alone
   */
  public PgSignalBus(Vertx vertx, Sessions sessions, Calls calls) {
    this.vertx = vertx;
    this.sessions = sessions;
    this.calls = calls;
    this.timer = vertx.setPeriodic(LOOK_MS, id -> now.ifPresent(this::look));
  }

  /** Listens, and goes on trying if that fails. */
  public Future<Void> connect() {
    var pool = sessions.pool();
    return pool.getConnection()
        .compose(connection -> listen(new Listening(pool, PgConnection.cast(connection))))
        .onFailure(
            failure -> {
              sessions.lost();
              later();
            });
  }

  private Future<Void> listen(Listening listening) {
    var connection = listening.connection;
    // It is followed by the end of the connection; without a handler it would go to stderr.
    connection.exceptionHandler(failure -> LOG.debug("The listening connection failed", failure));
    connection.notificationHandler(
        line -> listener.ifPresent(one -> one.received.accept(line.getPayload())));
    return connection
        .query("LISTEN " + CHANNEL)
        .execute()
        .onFailure(failure -> connection.close())
        .onSuccess(
            done -> {
              connection.closeHandler(end -> ended(listening));
              now = Optional.of(listening);
              subscribed.incrementAndGet();
              listener.ifPresent(one -> one.missed.run());
            })
        .mapEmpty();
  }

  private void ended(Listening listening) {
    now = now.filter(present -> !present.equals(listening));
    sessions.lost();
    later();
  }

  private void later() {
    if (!closed) {
      vertx.setTimer(RETRY_MS, id -> again());
    }
  }

  private void again() {
    if (!closed) {
      connect();
    }
  }

  private void look(Listening listening) {
    listening
        .connection
        .query("SHOW transaction_read_only")
        .execute()
        .onSuccess(
            rows -> {
              if (rows.iterator().next().getString(0).equals("on")) {
                sessions.leave(listening.pool);
              }
            });
  }

  public void close() {
    closed = true;
    vertx.cancelTimer(timer);
  }

  /** How often it had to listen anew: signals may have been missed each time. */
  @Override
  public long reconnects() {
    return Math.max(0, subscribed.get() - 1);
  }

  @Override
  public CompletionStage<Void> send(String line) {
    return calls.run("SELECT pg_notify('" + CHANNEL + "', $1)", Tuple.of(line));
  }

  @Override
  public void listen(Consumer<String> received, Runnable missed) {
    listener = Optional.of(new Listener(received, missed));
    if (now.isPresent()) {
      missed.run();
    }
  }
}
