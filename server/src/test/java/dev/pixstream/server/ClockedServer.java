package dev.pixstream.server;

import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.redis.RedisStore;
import dev.pixstream.redis.link.RedisUrl;
import dev.pixstream.server.node.PixStreamServer;
import dev.pixstream.server.node.ServerOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** A node whose coordinator in Redis has a clock that a test moves. */
public final class ClockedServer {
  private ClockedServer() {}

  /** Starts it. */
  public static PixStreamServer start(
      ServerOptions options, DatabaseUrl database, RedisUrl redis, Supplier<Duration> ahead) {
    return PixStreamServer.start(
        options, database, Optional.of(redis), RedisStore.Tuning.ahead(ahead));
  }
}
