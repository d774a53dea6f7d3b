package dev.pixstream.redis;

import static dev.pixstream.testkit.Lane.assertBatch;
import static dev.pixstream.testkit.Lane.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.StoreUnavailableException;
import dev.pixstream.core.store.view.LaneState;
import dev.pixstream.embedded.EmbeddedRedisCluster;
import dev.pixstream.redis.link.Keys;
import dev.pixstream.testkit.Lane;
import dev.pixstream.testkit.LaneStore;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import dev.pixstream.testkit.TestRedis;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** One master of a cluster is killed, and no replica takes over: the lanes of the others go on. */
@ExtendWith(PostgresExtension.class)
@Timeout(120)
class MasterGoneTest {
  private final EmbeddedRedisCluster cluster = EmbeddedRedisCluster.start();
  private final TestDatabase database;
  private final RedisLaneStore store;
  private final Lane well;
  private final Lane gone;

  MasterGoneTest(TestDatabase database) {
    this.database = database;
    this.store = new RedisLaneStore(database, new TestRedis(cluster.url(), ""));
    var dead = "127.0.0.1:" + cluster.masters().getLast().port();
    this.well = lane(at -> !at.equals(dead));
    this.gone = lane(dead::equals);
  }

  @BeforeEach
  void fill() {
    for (var lane : List.of(well, gone)) {
      lane.store(30);
      lane.opened(10);
    }
  }

  @AfterEach
  void close() {
    store.close();
    cluster.close();
  }

  private Lane lane(Predicate<String> endpoint) {
    return IntStream.range(1, 1_000)
        .mapToObj("%08d"::formatted)
        .filter(
            i ->
                endpoint.test(
                    store.store().nodes().of(Keys.PLAIN.head(LaneId.of(i))).address().toString()))
        .map(lane -> new Lane(store, lane))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @Tag("store.11")
  void the_lanes_of_the_others_are_delivered_and_their_leases_end() {
    kill();
    assertBatch(11, 20, well.opened(10));
    store.advance(LaneStore.RULES.lease().plusSeconds(1));
    assertTrue(await(store.coordinator().due(10)).contains(well.id()));
    assertEquals(20, well.expire());
    assertEquals(
        Set.of(well.id()),
        await(store.coordinator().backlog(List.of(gone.id(), well.id()))).keySet());
  }

  @Test
  @Tag("store.11")
  void what_is_confirmed_in_the_lanes_of_the_others_gets_to_the_queue() throws Exception {
    BlockingQueue<LaneId> told = new LinkedBlockingQueue<>();
    try (var timers = Executors.newScheduledThreadPool(1);
        var historyWriter = store.store().historyWriter(timers, failure -> {}).before(told::add)) {
      kill();
      well.close(well.opened(10).next());
      historyWriter.confirmed(gone.id());
      historyWriter.confirmed(well.id());
      assertEquals(well.id(), told.poll(20, TimeUnit.SECONDS));
      timers.shutdownNow();
    }
  }

  @Test
  @Tag("store.11")
  void the_node_is_ready_and_tells_all_lanes() {
    kill();
    await(store.store().check());
    var sample = await(store.view().sample(Optional.empty(), Set.of())).lanes();
    assertEquals(
        Set.of("%s 20 1".formatted(well.id()), "%s 30 0".formatted(gone.id())),
        Set.copyOf(sample.stream().map(MasterGoneTest::text).toList()));
  }

  @Test
  @Tag("store.11")
  void a_node_starts_meanwhile() {
    kill();
    try (var other = new RedisLaneStore(database, new TestRedis(cluster.url(), ""))) {
      assertBatch(11, 20, new Lane(other, well.id().value()).opened(10));
    }
  }

  private static String text(LaneState lane) {
    return "%s %d %d".formatted(lane.lane(), lane.backlog(), lane.streams());
  }

  /** Returns when its lanes answer that they are away. */
  private void kill() {
    cluster.masters().getLast().kill();
    var failure = assertThrows(CompletionException.class, this::touch);
    assertInstanceOf(StoreUnavailableException.class, failure.getCause());
  }

  private void touch() {
    for (int looks = 0; looks < 200; looks++) {
      gone.open(1);
      CompletableFuture.runAsync(
              () -> {}, CompletableFuture.delayedExecutor(25, TimeUnit.MILLISECONDS))
          .join();
    }
  }
}
