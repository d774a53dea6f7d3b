package dev.pixstream.server;

import dev.pixstream.core.LeaseFaults;
import dev.pixstream.core.MessageLog;
import dev.pixstream.core.SignalBus;
import dev.pixstream.core.StreamCoordinator;
import dev.pixstream.core.StreamRules;
import dev.pixstream.core.TokenLeases;
import dev.pixstream.core.processing.Confirmations;
import dev.pixstream.core.processing.DeadLetters;
import dev.pixstream.core.processing.ProcessingQueue;
import dev.pixstream.postgres.PgStore;
import dev.pixstream.redis.RedisStore;
import dev.pixstream.redis.RedisUrl;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who has the streams, the claims and the queue: PostgreSQL, where the messages are, or Redis.
 *
 * @param log the messages, whose storing the coordinator learns of
 * @param confirmations is told of each lane where something may have been confirmed
 * @param tokens the buckets that all nodes share; nothing: each has its own
 * @param check completes if the coordinator answers
 * @param close ends what it has of its own
 */
record Coordination(
    StreamCoordinator coordinator,
    MessageLog log,
    ProcessingQueue queue,
    DeadLetters deadLetters,
    LeaseFaults leaseFaults,
    SignalBus bus,
    Confirmations confirmations,
    Optional<TokenLeases> tokens,
    Supplier<CompletionStage<Void>> check,
    Supplier<CompletionStage<Void>> close) {
  private static final Logger LOG = LoggerFactory.getLogger(Coordination.class);

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
        store.queue(),
        store.deadLetters(),
        store.leaseFaults(),
        store.bus(),
        Confirmations.IGNORED,
        Optional.empty(),
        store.health()::coordinator,
        () -> CompletableFuture.completedFuture(null));
  }

  static Coordination redis(
      Vertx vertx,
      PgStore store,
      RedisUrl url,
      StreamRules rules,
      ScheduledExecutorService timers) {
    var messages = new RedisStore.Messages(store.log(), store.archive(), store.record());
    var redis = RedisStore.open(vertx, url, messages, rules);
    var historian =
        redis.historian(
            timers, failure -> LOG.warn("A round of the history failed: {}", failure.getMessage()));
    return new Coordination(
        redis.coordinator(),
        redis.log(),
        redis.queue(),
        redis.deadLetters(store.deadLetters()),
        redis.leaseFaults(),
        redis.bus(),
        historian,
        Optional.of(redis.tokenLeases()),
        redis::check,
        () -> {
          historian.close();
          return redis.close();
        });
  }
}
