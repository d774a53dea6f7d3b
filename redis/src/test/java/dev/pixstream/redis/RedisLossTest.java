package dev.pixstream.redis;

import static dev.pixstream.testkit.Lane.assertBatch;
import static dev.pixstream.testkit.Lane.await;
import static dev.pixstream.testkit.Lane.delivered;
import static dev.pixstream.testkit.Lane.empty;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.model.IterationIds;
import dev.pixstream.core.store.PullOutcome;
import dev.pixstream.core.store.StoreUnavailableException;
import dev.pixstream.core.store.StreamRules;
import dev.pixstream.embedded.EmbeddedRedis;
import dev.pixstream.postgres.PgStore;
import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.postgres.link.StoreLimits;
import dev.pixstream.redis.link.Keys;
import dev.pixstream.redis.link.RedisUnfitException;
import dev.pixstream.redis.link.RedisUrl;
import dev.pixstream.testkit.Lane;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.RedisExtension;
import dev.pixstream.testkit.TestDatabase;
import dev.pixstream.testkit.TestRedis;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of lanes when Redis loses what it knew, or is away. */
@ExtendWith({PostgresExtension.class, RedisExtension.class})
class RedisLossTest {
  private static final String LANE = "32074986";

  @Test
  @Tag("store.10")
  void an_emptied_redis_delivers_again_what_is_not_confirmed_and_ends_the_streams(
      TestDatabase database) {
    try (var redis = EmbeddedRedis.start();
        var store = new RedisLaneStore(database, new TestRedis(redis.url(), ""))) {
      var lane = new Lane(store, LANE);
      lane.store(30);
      var confirmed = lane.opened(10);
      var held = lane.pulled(confirmed.next(), 10);
      writeHistory(store, lane);

      flush(store);

      assertInstanceOf(PullOutcome.Closed.class, lane.pull(held.next(), 10));
      var again = lane.opened(10);
      assertBatch(11, 20, again);
      assertEquals(10, again.redelivered());
      assertBatch(21, 30, lane.pull(again.next(), 10));
      assertEquals(List.of(), store.violations());
    }
  }

  @Test
  @Tag("store.10")
  void a_batch_that_was_held_below_confirmed_ones_is_delivered_again(TestDatabase database) {
    try (var redis = EmbeddedRedis.start();
        var store = new RedisLaneStore(database, new TestRedis(redis.url(), ""))) {
      var lane = new Lane(store, LANE);
      lane.store(20);
      assertBatch(1, 5, lane.opened(5));
      lane.close(lane.opened(10).next());
      writeHistory(store, lane);

      flush(store);

      var again = lane.opened(5);
      assertBatch(1, 5, again);
      assertEquals(5, again.redelivered(), "although the history has no attempt near it");
      assertBatch(16, 20, lane.pull(again.next(), 5));
      assertEquals(List.of(), store.violations());
    }
  }

  @Test
  @Tag("store.10")
  void a_redis_that_kept_all_goes_on_and_one_that_is_older_than_the_history_does_not(
      TestDatabase database) {
    try (var redis = EmbeddedRedis.start("--appendonly", "yes", "--appendfsync", "always");
        var store = new RedisLaneStore(database, new TestRedis(redis.url(), ""))) {
      var lane = new Lane(store, LANE);
      lane.store(30);
      var first = lane.opened(10);
      restart(redis, lane);
      var second = lane.pulled(first.next(), 10);
      assertBatch(11, 20, second);
      send(store, Request.cmd(Command.CONFIG).arg("SET").arg("appendonly").arg("no"));
      var third = lane.pulled(second.next(), 10);
      writeHistory(store, lane);

      restart(redis, lane);

      assertInstanceOf(PullOutcome.Closed.class, lane.pull(third.next(), 10));
      var again = lane.opened(10);
      assertBatch(21, 30, again);
      assertEquals(10, again.redelivered());
      assertEquals(List.of(), store.violations());
    }
  }

  @Test
  void what_was_withdrawn_and_then_delivered_in_moments_that_redis_lost_says_so(
      TestDatabase database) {
    try (var redis = EmbeddedRedis.start("--appendonly", "yes", "--appendfsync", "always");
        var store = new RedisLaneStore(database, new TestRedis(redis.url(), ""))) {
      var lane = new Lane(store, LANE);
      lane.store(10);
      UnreadBatchTest.withoutMessages(
          database, () -> assertThrows(CompletionException.class, () -> lane.open(10)));
      send(store, Request.cmd(Command.CONFIG).arg("SET").arg("appendonly").arg("no"));
      assertEquals(0, lane.opened(10).redelivered());

      restart(redis, lane);

      var again = lane.opened(10);
      assertBatch(1, 10, again);
      assertEquals(10, again.redelivered());
    }
  }

  @Test
  @Tag("store.10")
  void nodes_that_touch_an_emptied_lane_at_once_make_it_once(TestDatabase database) {
    try (var redis = EmbeddedRedis.start();
        var one = new RedisLaneStore(database, new TestRedis(redis.url(), ""));
        var other = new RedisLaneStore(database, new TestRedis(redis.url(), ""))) {
      var lane = new Lane(one, LANE);
      var same = new Lane(other, LANE);
      lane.store(60);
      for (int round = 1; round <= 10; round++) {
        flush(one);
        var opening =
            IntStream.range(0, 6)
                .mapToObj(i -> i % 2 == 0 ? one : other)
                .map(node -> CompletableFuture.supplyAsync(() -> new Lane(node, LANE).opened(10)))
                .toList();
        opening.forEach(CompletableFuture::join);
        assertEquals(
            List.of(Integer.toString(round)),
            database.query("SELECT epoch FROM pixstream.lane_epoch"));
        assertEquals(List.of(), one.violations());
        assertInstanceOf(PullOutcome.TooManyStreams.class, same.open(1));
      }
    }
  }

  @Test
  @Tag("store.10")
  void a_redis_of_an_older_epoch_is_not_believed(TestDatabase database, TestRedis redis) {
    try (var store = new RedisLaneStore(database, redis)) {
      var lane = new Lane(store, LANE);
      lane.store(20);
      var held = lane.opened(10);
      database.execute("UPDATE pixstream.lane_epoch SET epoch = epoch + 5");
      assertInstanceOf(PullOutcome.Closed.class, lane.pull(held.next(), 10));
      var again = lane.opened(10);
      assertBatch(1, 10, again);
      assertEquals(10, again.redelivered());
    }
  }

  @Test
  @Tag("store.10")
  void without_redis_pulls_fail_at_once_storing_goes_on_and_all_recovers(TestDatabase database) {
    try (var redis = EmbeddedRedis.start();
        var store = new RedisLaneStore(database, new TestRedis(redis.url(), ""))) {
      var lane = new Lane(store, LANE);
      lane.store(1);
      lane.opened(1);
      redis.kill();
      untilAway(lane);
      long start = System.nanoTime();
      assertUnavailable(lane);
      assertTrue(System.nanoTime() - start < Duration.ofSeconds(1).toNanos());
      assertEquals(2, lane.store(2).inserted());
      redis.restart();
      assertBatch(1, 3, delivered(openedAtLast(lane)));
    }
  }

  @Test
  @Tag("store.10")
  void a_message_that_redis_was_not_told_of_is_found(TestDatabase database, TestRedis redis) {
    try (var store = new RedisLaneStore(database, redis)) {
      var lane = new Lane(store, LANE);
      var id = empty(lane.open(10));
      var untold = List.of(lane.message(1));
      await(store.messages().log().append(untold));
      assertEquals(Map.of(lane.id(), 1), await(store.coordinator().backlog(List.of(lane.id()))));
      assertBatch(1, 1, lane.pull(id, 10));
    }
  }

  @Test
  @Tag("store.10")
  void a_check_sees_a_message_that_is_nowhere(TestDatabase database, TestRedis redis) {
    try (var store = new RedisLaneStore(database, redis)) {
      var lane = new Lane(store, LANE);
      lane.store(10);
      lane.opened(5);
      assertEquals(List.of(), store.violations());
      var owners = new Keys(redis.prefix()).owners(lane.id());
      send(store, Request.cmd(Command.DEL).arg(owners));
      assertEquals(List.of("32074986: (0, 5] is nowhere"), store.violations());
    }
  }

  @Test
  @Tag("store.10")
  void a_redis_that_evicts_is_refused(TestDatabase database) {
    var vertx = Vertx.vertx();
    try (var redis = EmbeddedRedis.start("--maxmemory-policy", "allkeys-lru")) {
      var url = DatabaseUrl.parse(database.url());
      var pg = PgStore.open(vertx, url, StreamRules.DEFAULT, StoreLimits.DEFAULT);
      var messages = new RedisStore.Messages(pg, pg.archive(), pg.facts());
      var refused =
          assertThrows(
              RedisUnfitException.class,
              () ->
                  RedisStore.open(
                      vertx, RedisUrl.parse(redis.url()), messages, StreamRules.DEFAULT));
      assertTrue(String.valueOf(refused.getMessage()).contains("maxmemory-policy noeviction"));
      await(pg.close());
    } finally {
      await(vertx.close().toCompletionStage());
    }
  }

  private static void writeHistory(RedisLaneStore store, Lane lane) {
    await(store.store().historyOf(lane.id()).toCompletionStage());
  }

  private static void flush(RedisLaneStore store) {
    send(store, Request.cmd(Command.FLUSHALL));
  }

  private static void send(RedisLaneStore store, Request request) {
    await(store.store().nodes().send("any", request).toCompletionStage());
  }

  /** The connection needs a moment to see that nobody is there. */
  private static void untilAway(Lane lane) {
    for (int tries = 0; tries < 100; tries++) {
      try {
        lane.close(new IterationIds().next());
        await(pause());
      } catch (CompletionException away) {
        return;
      }
    }
  }

  /** Returns when it is asked again; the connection needs a moment for that. */
  private static void restart(EmbeddedRedis redis, Lane lane) {
    redis.kill();
    untilAway(lane);
    redis.restart();
    for (int tries = 0; tries < 100; tries++) {
      try {
        lane.close(new IterationIds().next());
        return;
      } catch (CompletionException away) {
        await(pause());
      }
    }
  }

  private static PullOutcome openedAtLast(Lane lane) {
    for (int tries = 0; tries < 100; tries++) {
      try {
        return lane.open(10);
      } catch (CompletionException away) {
        await(pause());
      }
    }
    throw new AssertionError("it does not recover");
  }

  private static void assertUnavailable(Lane lane) {
    var failure = assertThrows(CompletionException.class, () -> lane.open(1));
    assertInstanceOf(StoreUnavailableException.class, failure.getCause());
  }

  private static CompletableFuture<Void> pause() {
    return CompletableFuture.runAsync(
        () -> {}, CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS));
  }
}
