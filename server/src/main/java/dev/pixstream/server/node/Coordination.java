package dev.pixstream.server.node;

import dev.pixstream.core.store.LeaseFaults;
import dev.pixstream.core.store.MessageLog;
import dev.pixstream.core.store.SignalBus;
import dev.pixstream.core.store.StreamCoordinator;
import dev.pixstream.core.store.StreamRules;
import dev.pixstream.core.store.TokenLeases;
import dev.pixstream.core.store.audit.Verification;
import dev.pixstream.core.store.queue.Confirmations;
import dev.pixstream.core.store.view.LaneView;
import dev.pixstream.core.store.view.Timelines;
import dev.pixstream.postgres.PgStore;
import dev.pixstream.postgres.StoreStatistics;
import dev.pixstream.redis.RedisStore;
import dev.pixstream.redis.lanes.RedisUse;
import dev.pixstream.redis.link.RedisUrl;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who has the streams and the claims: PostgreSQL, where the messages and the queue are, or Redis.
 *
 * @param log the messages, whose storing the coordinator learns of
 * @param confirmations who is told of each lane where something may have been confirmed, and tells
 *     the one that is given when it is on the queue
 * @param verification looks at where all messages are
 * @param views how all stands, for people who watch
 * @param tokens the buckets that all nodes share; nothing: each has its own
 * @param check completes if the coordinator answers
 * @param close ends what it has of its own
 */
record Coordination(
    StreamCoordinator coordinator,
    MessageLog log,
    LeaseFaults leaseFaults,
    SignalBus bus,
    UnaryOperator<Confirmations> confirmations,
    Verification verification,
    Views views,
    Optional<TokenLeases> tokens,
    Supplier<CompletionStage<Void>> check,
    Supplier<CompletionStage<Void>> close) {
  private static final Logger LOG = LoggerFactory.getLogger(Coordination.class);

  /**
   * What the console and the metrics ask.
   *
   * @param lanes how lanes stand
   * @param timelines the life of messages
   * @param statistics how the installation stands; how many lanes are named
   * @param listenReconnects how often this node had to listen anew for the signals of the others
   * @param redis how its connections are used, if there are any
   */
  record Views(
      LaneView lanes,
      Timelines timelines,
      IntFunction<CompletionStage<StoreStatistics>> statistics,
      LongSupplier listenReconnects,
      Optional<RedisUse> redis) {}

  /**
   * Blocks for a look at the database.
   *
   * @throws dev.pixstream.postgres.LanesElsewhereException if its lanes are in Redis
   */
  static Coordination postgres(PgStore store) {
    store.requireLanesHere();
    return new Coordination(
        store.coordinator(),
        store.log(),
        store.leaseFaults(),
        store.bus(),
        UnaryOperator.identity(),
        store.verification(),
        new Views(
            store.lanes(),
            store.timelines(),
            store::statistics,
            store::listenReconnects,
            Optional.empty()),
        Optional.empty(),
        store.health()::coordinator,
        () -> CompletableFuture.completedFuture(null));
  }

  static Coordination redis(
      Vertx vertx,
      PgStore store,
      RedisUrl url,
      StreamRules rules,
      RedisStore.Tuning tuning,
      ScheduledExecutorService timers) {
    var messages = new RedisStore.Messages(store.log(), store.archive());
    var redis = RedisStore.open(vertx, url, messages, rules, tuning);
    var historian =
        redis.historian(
            timers, failure -> LOG.warn("A round of the history failed: {}", failure.getMessage()));
    return new Coordination(
        redis.coordinator(),
        redis.log(),
        redis.leaseFaults(),
        redis.bus(),
        historian::before,
        redis.verification(),
        views(store, redis),
        Optional.of(redis.tokenLeases()),
        redis::check,
        () -> {
          historian.close();
          return redis.close();
        });
  }

  /** What does not depend on claims is asked of the database as ever. */
  private static Views views(PgStore store, RedisStore redis) {
    var lanes = redis.lanes(store.facts());
    return new Views(
        lanes,
        redis.timelines(store.timelines()),
        lanesMax -> store.statistics(1).thenCombine(lanes.totals(lanesMax), StoreStatistics::with),
        redis::listenReconnects,
        Optional.of(redis.use()));
  }
}
