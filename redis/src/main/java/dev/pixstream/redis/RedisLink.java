package dev.pixstream.redis;

import dev.pixstream.core.StoreUnavailableException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pipelined connection to one Redis, made anew when it is lost. While there is none, whatever
 * is asked fails at once: nobody waits for a Redis that is away.
 */
final class RedisLink {
  private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);
  private static final int CONNECT_TIMEOUT_MS = 1_000;
  private static final int UNDER_WAY_MAX = 20_000;
  private static final long RETRY_MS = 200;
  private static final long LOOK_MS = 250;

  /** A Redis that answers nothing for so long is as good as gone. */
  private static final long SILENCE_MAX_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Vertx vertx;
  private final String endpoint;
  private final Runnable lost;
  private final Redis client;
  private final AtomicBoolean connecting = new AtomicBoolean();
  private final AtomicLong underWay = new AtomicLong();
  private final AtomicLong reconnects = new AtomicLong();
  private final AtomicLong progressNanos = new AtomicLong();
  private final long watch;
  private volatile Optional<Connected> now = Optional.empty();
  private volatile boolean closed;

  private static final class Connected {
    private final RedisConnection connection;
    private final RedisFacts facts;

    Connected(RedisConnection connection, RedisFacts facts) {
      this.connection = connection;
      this.facts = facts;
    }
  }

  /**
   * Creates one that is not connected yet.
   *
   * @param lost is told when the connection is lost, also when it was given up for its silence
   */
  RedisLink(Vertx vertx, String endpoint, Runnable lost) {
    this.vertx = vertx;
    this.endpoint = endpoint;
    this.lost = lost;
    this.client = Redis.createClient(vertx, options(endpoint));
    this.watch = vertx.setPeriodic(LOOK_MS, timer -> look());
  }

  static RedisOptions options(String endpoint) {
    return new RedisOptions()
        .setConnectionString(endpoint)
        .setProtocolNegotiation(false)
        .setMaxWaitingHandlers(UNDER_WAY_MAX)
        .setNetClientOptions(
            new NetClientOptions().setConnectTimeout(CONNECT_TIMEOUT_MS).setTcpNoDelay(true));
  }

  /** What the Redis at its other end said of itself; nothing while there is none. */
  Optional<RedisFacts> facts() {
    return now.map(connected -> connected.facts);
  }

  String endpoint() {
    return endpoint;
  }

  long underWay() {
    return underWay.get();
  }

  /** How often the connection was lost and made anew. */
  long reconnects() {
    return reconnects.get();
  }

  /** Fails with {@link StoreUnavailableException}, or with what Redis has against the request. */
  Future<Response> send(Request request) {
    return on(connection -> connection.send(request));
  }

  /** In one go; the answers are in the order of the requests. */
  Future<List<Response>> sendAll(List<Request> requests) {
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
    return call.apply(connected.get().connection)
        .onComplete(
            (answer, failure) -> {
              underWay.decrementAndGet();
              progressNanos.set(System.nanoTime());
            });
  }

  private StoreUnavailableException gone() {
    return new StoreUnavailableException(RedisUrl.plain(endpoint) + " can't be reached");
  }

  /** Connects; if that fails, it goes on trying. */
  Future<RedisFacts> connect() {
    connecting.set(true);
    return client
        .connect()
        .compose(
            connection -> {
              // A Redis that ends here fails what is asked; nobody else has to hear of it.
              connection.exceptionHandler(failure -> connection.close());
              return connection
                  .send(Request.cmd(Command.INFO))
                  .map(info -> new Connected(connection, RedisFacts.parse(info.toString())))
                  .onFailure(failure -> connection.close());
            })
        .map(this::connected)
        .onFailure(failure -> later());
  }

  private RedisFacts connected(Connected connected) {
    connected.connection.endHandler(end -> lost(connected));
    connected.connection.exceptionHandler(failure -> lost(connected));
    progressNanos.set(System.nanoTime());
    now = Optional.of(connected);
    connecting.set(false);
    if (closed) {
      connected.connection.close();
    }
    return connected.facts;
  }

  private void lost(Connected connected) {
    synchronized (this) {
      if (now.filter(present -> present == connected).isEmpty()) {
        return;
      }
      now = Optional.empty();
    }
    if (!closed) {
      LOG.warn("The connection to {} is lost", RedisUrl.plain(endpoint));
    }
    connected.connection.close();
    lost.run();
    reconnect();
  }

  private void later() {
    connecting.set(false);
    if (!closed) {
      vertx.setTimer(RETRY_MS, timer -> reconnect());
    }
  }

  private void reconnect() {
    if (!closed && now.isEmpty() && connecting.compareAndSet(false, true)) {
      connect()
          .onSuccess(
              facts -> {
                reconnects.incrementAndGet();
                LOG.info("Connected to {}", RedisUrl.plain(endpoint));
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
    last.ifPresent(connected -> connected.connection.close());
    return client.close();
  }
}
