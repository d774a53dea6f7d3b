package dev.pixstream.redis.link;

import dev.pixstream.core.store.StoreUnavailableException;
import dev.pixstream.redis.link.RedisConnector.Opened;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pipelined connection to one Redis, made anew when it is lost. Of several addresses it is at
 * the first that answers as a master. While there is none, whatever is asked fails at once: nobody
 * waits for a Redis that is away.
 */
public final class RedisLink {
  private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);
  private static final long RETRY_MS = 200;
  private static final long LOOK_MS = 250;

  /** A Redis that answers nothing for so long is as good as gone. */
  private static final long SILENCE_MAX_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Vertx vertx;
  private final RedisConnector connector;
  private final List<RedisAddress> addresses;
  private final Consumer<RedisAddress> lost;
  private final AtomicLong underWay = new AtomicLong();
  private final AtomicLong reconnects = new AtomicLong();
  private final AtomicLong progressNanos = new AtomicLong();
  private final AtomicInteger place = new AtomicInteger();
  private final AtomicReference<String> toldOf = new AtomicReference<>("");
  private final long watch;
  private volatile Optional<Connected> now = Optional.empty();
  private Optional<Future<RedisFacts>> attempt = Optional.empty();
  private volatile boolean closed;

  private record Connected(RedisAddress address, Opened<Response> opened, RedisFacts facts) {
    RedisConnection connection() {
      return opened.connection();
    }
  }

  /**
   * Creates one that is not connected yet.
   *
   * @param lost is told when the connection is lost, also when it was given up for its silence
   */
  RedisLink(
      Vertx vertx,
      RedisConnector connector,
      List<RedisAddress> addresses,
      Consumer<RedisAddress> lost) {
    this.vertx = vertx;
    this.connector = connector;
    this.addresses = List.copyOf(addresses);
    this.lost = lost;
    this.watch = vertx.setPeriodic(LOOK_MS, timer -> look());
  }

  /** What the Redis at its other end said of itself; nothing while there is none. */
  public Optional<RedisFacts> facts() {
    return now.map(connected -> connected.facts);
  }

  /** Where it is, or tries to be. */
  public RedisAddress address() {
    return now.map(Connected::address).orElseGet(() -> at(place.get()));
  }

  private RedisAddress at(int number) {
    return addresses.get(Math.floorMod(number, addresses.size()));
  }

  public long underWay() {
    return underWay.get();
  }

  /** How often the connection was lost and made anew. */
  long reconnects() {
    return reconnects.get();
  }

  /** Fails with {@link StoreUnavailableException}, or with what Redis has against the request. */
  public Future<Response> send(Request request) {
    return on(connection -> connection.send(request));
  }

  /** In one go; the answers are in the order of the requests. */
  public Future<List<Response>> sendAll(List<Request> requests) {
    return on(connection -> connection.batch(requests));
  }

  private <T> Future<T> on(Function<RedisConnection, Future<T>> call) {
    var connected = now;
    if (connected.isEmpty()) {
      return Future.failedFuture(gone());
    }
    if (underWay.getAndIncrement() == 0) {
      progressNanos.set(System.nanoTime());
    }
    return call.apply(connected.get().connection())
        .recover(failure -> failed(connected.get(), failure))
        .onComplete(
            (answer, failure) -> {
              underWay.decrementAndGet();
              progressNanos.set(System.nanoTime());
            });
  }

  private <T> Future<T> failed(Connected connected, Throwable failure) {
    if (RedisRefusal.endsConnection(failure)) {
      LOG.warn("{} says {}", plain(connected.address), failure.getMessage());
      lost(connected);
    }
    return Future.failedFuture(RedisRefusal.translate(failure));
  }

  private StoreUnavailableException gone() {
    return new StoreUnavailableException(plain(address()) + " can't be reached");
  }

  private String plain(RedisAddress address) {
    return connector.url().plain(address);
  }

  /** Connects to the first address that will do; if none does, it goes on trying. */
  synchronized Future<RedisFacts> connect() {
    if (now.isPresent()) {
      return Future.succeededFuture(now.get().facts());
    }
    return attempt.orElseGet(
        () -> {
          var made = Promise.<RedisFacts>promise();
          attempt = Optional.of(made.future());
          connect(addresses.size())
              .map(this::connected)
              .onComplete(
                  (facts, failure) -> {
                    over();
                    made.handle(
                        failure == null
                            ? Future.succeededFuture(facts)
                            : Future.failedFuture(failure));
                  })
              .onFailure(this::later);
          return made.future();
        });
  }

  private synchronized void over() {
    attempt = Optional.empty();
  }

  private Future<Connected> connect(int triesLeft) {
    var address = at(place.get());
    return connector
        .open(address, connection -> connection.send(Request.cmd(Command.INFO)))
        .compose(opened -> accepted(address, opened))
        .recover(
            failure -> {
              place.incrementAndGet();
              return triesLeft > 1 && !closed
                  ? connect(triesLeft - 1)
                  : Future.failedFuture(failure);
            });
  }

  /** Which nodes of a cluster are masters says the cluster. */
  private Future<Connected> accepted(RedisAddress address, Opened<Response> opened) {
    var facts = RedisFacts.parse(opened.first().toString());
    if (facts.master() || facts.cluster()) {
      return Future.succeededFuture(new Connected(address, opened, facts));
    }
    opened.close();
    return Future.failedFuture(
        new StoreUnavailableException(plain(address) + " is a replica, and its master is needed"));
  }

  private RedisFacts connected(Connected connected) {
    connected.connection().endHandler(end -> lost(connected));
    connected.connection().exceptionHandler(failure -> lost(connected));
    progressNanos.set(System.nanoTime());
    now = Optional.of(connected);
    toldOf.set("");
    if (closed) {
      connected.opened.close();
    }
    return connected.facts;
  }

  private void lost(Connected connected) {
    synchronized (this) {
      if (now.filter(present -> present.equals(connected)).isEmpty()) {
        return;
      }
      now = Optional.empty();
    }
    if (!closed) {
      LOG.warn("The connection to {} is lost", plain(connected.address));
    }
    connected.opened.close();
    lost.accept(connected.address);
    reconnect();
  }

  private void later(Throwable failure) {
    var why = String.valueOf(failure.getMessage());
    if (!closed && !toldOf.getAndSet(why).equals(why)) {
      LOG.warn("Can't use {}: {}", connector.url(), why);
    }
    if (!closed) {
      vertx.setTimer(RETRY_MS, timer -> reconnect());
    }
  }

  private void reconnect() {
    if (!closed && now.isEmpty()) {
      connect()
          .onSuccess(
              facts -> {
                reconnects.incrementAndGet();
                LOG.info("Connected to {}", plain(address()));
              });
    }
  }

  /** Who is asked and says nothing is dropped, so that those who asked learn of it. */
  private void look() {
    now.filter(connected -> underWay.get() > 0)
        .filter(connected -> System.nanoTime() - progressNanos.get() > SILENCE_MAX_NANOS)
        .ifPresent(this::lost);
  }

  Future<Void> close() {
    closed = true;
    vertx.cancelTimer(watch);
    var last = now;
    now = Optional.empty();
    return last.map(connected -> connected.opened.client().close())
        .orElse(Future.succeededFuture());
  }
}
