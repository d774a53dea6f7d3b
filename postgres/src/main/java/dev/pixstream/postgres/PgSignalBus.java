package dev.pixstream.postgres;

import dev.pixstream.core.SignalBus;
import io.vertx.core.Future;
import io.vertx.pgclient.pubsub.PgSubscriber;
import io.vertx.sqlclient.Tuple;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * LISTEN over one connection of its own, NOTIFY over the pool; never inside a transaction that
 * stores.
 */
final class PgSignalBus implements SignalBus {
  private static final String CHANNEL = "pixstream";
  private static final long RETRY_MS = 200;

  private final PgSubscriber subscriber;
  private final Session session;
  private final Calls calls;
  private final AtomicLong subscribed = new AtomicLong();

  PgSignalBus(PgSubscriber subscriber, Session session, Calls calls) {
    this.subscriber = subscriber;
    this.session = session;
    this.calls = calls;
    subscriber.reconnectPolicy(retries -> RETRY_MS);
  }

  Future<Void> connect() {
    return subscriber
        .connect()
        .compose(connected -> session.prepare(subscriber.actualConnection()));
  }

  /** How often it had to listen anew: signals may have been missed each time. */
  long reconnects() {
    return Math.max(0, subscribed.get() - 1);
  }

  @Override
  public CompletionStage<Void> send(String line) {
    return calls.run("SELECT pg_notify('" + CHANNEL + "', $1)", Tuple.of(line));
  }

  @Override
  public void listen(Consumer<String> received, Runnable missed) {
    subscriber
        .channel(CHANNEL)
        .subscribeHandler(
            done -> {
              subscribed.incrementAndGet();
              // Else a database that ends idle sessions ends this one over and over.
              var _ = session.prepare(subscriber.actualConnection());
              missed.run();
            })
        .handler(received::accept);
  }
}
