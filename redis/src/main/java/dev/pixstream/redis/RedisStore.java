package dev.pixstream.redis;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.pixstream.core.StreamRules;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** One node's connections to Redis, and what runs over them. */
public final class RedisStore {
  private final RedisNodes nodes;
  private final StreamRules rules;
  private final Tuning tuning;

  /**
   * What only tests change.
   *
   * @param keys where the keys are
   * @param ahead how much the store's clock is ahead of Redis's
   */
  record Tuning(Keys keys, Supplier<Duration> ahead) {
    static final Tuning DEFAULT = new Tuning(Keys.PLAIN, () -> Duration.ZERO);
  }

  private RedisStore(RedisNodes nodes, StreamRules rules, Tuning tuning) {
    this.nodes = nodes;
    this.rules = rules;
    this.tuning = tuning;
  }

  /**
   * Connects, blocking.
   *
   * @throws RuntimeException if Redis can't be reached, is too old, or would evict keys
   */
  public static RedisStore open(Vertx vertx, RedisUrl url, StreamRules rules) {
    return open(vertx, url, rules, Tuning.DEFAULT);
  }

  static RedisStore open(Vertx vertx, RedisUrl url, StreamRules rules, Tuning tuning) {
    var nodes = new RedisNodes(vertx, url);
    nodes.connect().toCompletionStage().toCompletableFuture().orTimeout(10, SECONDS).join();
    return new RedisStore(nodes, rules, tuning);
  }

  /** Where its keys are and what its rules say. */
  @Override
  public String toString() {
    return "Redis, " + tuning + ", " + rules;
  }

  /** Completes if every Redis answers. */
  public CompletionStage<Void> check() {
    return Future.all(
            nodes.masters().stream().map(link -> link.send(Request.cmd(Command.PING))).toList())
        .<Void>mapEmpty()
        .toCompletionStage();
  }

  /** Closes all connections. */
  public CompletionStage<Void> close() {
    return nodes.close().toCompletionStage();
  }
}
