package dev.pixstream.postgres.link;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Opens pools to the primary.
 *
 * @param primary which of the hosts that is
 */
public record Opener(Vertx vertx, DatabaseUrl url, Primary primary) {
  private static final int QUEUE_MAX = 20_000;
  private static final int CONNECT_TIMEOUT_MS = 2_000;

  /**
   * Opens one.
   *
   * @param session what each connection is set to
   * @param queueMax how long a call waits for a connection
   * @param change what is special about its connections
   */
  public Sessions open(
      Session session, int connections, Duration queueMax, Consumer<PgConnectOptions> change) {
    var hosts = options(url);
    hosts.forEach(change);
    return primary.add(new Sessions(primary, () -> pool(hosts, session, connections, queueMax)));
  }

  /** For each host. */
  public static List<PgConnectOptions> options(DatabaseUrl url) {
    var hosts = url.options();
    hosts.forEach(
        host -> host.setCachePreparedStatements(true).addProperty("application_name", "pixstream"));
    return hosts;
  }

  private Pool pool(
      List<PgConnectOptions> hosts, Session session, int connections, Duration queueMax) {
    var bounds =
        new PoolOptions()
            .setMaxSize(connections)
            .setMaxWaitQueueSize(QUEUE_MAX)
            .setConnectionTimeout((int) queueMax.toMillis())
            .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
    var sockets =
        new NetClientOptions()
            .setConnectTimeout(CONNECT_TIMEOUT_MS)
            .setTcpNoDelay(true)
            .setReadIdleTimeout((int) StoreLimits.silenceMax(session.statementMax()).toSeconds());
    return PgBuilder.pool()
        .with(bounds)
        .with(sockets)
        .connectingTo(() -> primary.find().<SqlConnectOptions>map(hosts::get))
        .withConnectHandler(session::prepareForPool)
        .using(vertx)
        .build();
  }
}
