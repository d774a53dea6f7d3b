package dev.pixstream.redis.link;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import java.util.function.Function;

/**
 * Opens connections. All of it has one bound: the name, TCP, TLS, the account and what is asked
 * first. A Redis that accepts and stays silent is closed then.
 */
final class RedisConnector {
  private static final int CONNECT_TIMEOUT_MS = 1_000;
  private static final int WITHIN_MS = 5_000;
  private static final int UNDER_WAY_MAX = 20_000;

  private final Vertx vertx;
  private final RedisUrl url;

  /**
   * A connection, and the client that is closed with it.
   *
   * @param first the answer to what was asked first
   */
  record Opened<T>(Redis client, RedisConnection connection, T first) {
    void close() {
      connection.close();
      var _ = client.close();
    }
  }

  RedisConnector(Vertx vertx, RedisUrl url) {
    this.vertx = vertx;
    this.url = url;
  }

  RedisUrl url() {
    return url;
  }

  /** Fails within the bound if it is not open by then. */
  <T> Future<Opened<T>> open(RedisAddress at, Function<RedisConnection, Future<T>> first) {
    return resolved(at)
        .timeout(WITHIN_MS, MILLISECONDS)
        .compose(address -> connect(Redis.createClient(vertx, options(address)), first));
  }

  private <T> Future<Opened<T>> connect(Redis client, Function<RedisConnection, Future<T>> first) {
    return client
        .connect()
        .compose(
            connection -> {
              // One that ends here fails what is asked; nobody else has to hear of it.
              connection.exceptionHandler(failure -> connection.close());
              return authenticated(connection)
                  .compose(done -> first.apply(connection))
                  .map(answer -> new Opened<>(client, connection, answer));
            })
        .timeout(WITHIN_MS, MILLISECONDS)
        .onFailure(failure -> client.close());
  }

  /**
   * The client itself would use the account only if Redis asks for one, and then read a + of the
   * password as a blank.
   */
  private Future<RedisConnection> authenticated(RedisConnection connection) {
    return url.account()
        .map(account -> connection.send(account.auth()).map(connection))
        .orElse(Future.succeededFuture(connection));
  }

  private RedisOptions options(String address) {
    var sockets =
        new NetClientOptions()
            .setConnectTimeout(CONNECT_TIMEOUT_MS)
            .setSslHandshakeTimeout(WITHIN_MS)
            .setSslHandshakeTimeoutUnit(MILLISECONDS)
            .setTcpKeepAlive(true)
            .setTcpNoDelay(true);
    if (url.tls()) {
      url.trust().apply(sockets);
    }
    return new RedisOptions()
        .setConnectionString((url.tls() ? "rediss://" : "redis://") + address)
        .setProtocolNegotiation(false)
        .setMaxWaitingHandlers(UNDER_WAY_MAX)
        .setNetClientOptions(sockets);
  }

  /** The client reads addresses as a URI, in which no name has a _. */
  private Future<String> resolved(RedisAddress at) {
    return at.hasUnderscore()
        ? ((VertxInternal) vertx)
            .nameResolver()
            .resolve(at.host())
            .map(found -> new RedisAddress(found.getHostAddress(), at.port()).toString())
        : Future.succeededFuture(at.toString());
  }
}
