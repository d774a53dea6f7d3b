package dev.pixstream.server.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.StreamRules;
import dev.pixstream.core.store.TokenLeases.Ask;
import dev.pixstream.embedded.EmbeddedRedis;
import dev.pixstream.postgres.PgStore;
import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.postgres.link.StoreLimits;
import dev.pixstream.redis.RedisStore;
import dev.pixstream.redis.link.RedisUrl;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Promise 9, limits: buckets that nodes share through a real Redis. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SharedBucketsTest {
  /** So slow that nothing comes back during a test. */
  private static final Rate THOUSAND = new Rate(1, 1_000);

  private static final long ADVANCE = 10;

  private final Vertx vertx = Vertx.vertx();
  private final EmbeddedRedis redis = EmbeddedRedis.start();
  private final PgStore messages;
  private final RedisStore store;
  private int tests;
  private long began;

  /** A bucket of each test's own. */
  private LaneId lane = LaneId.of("00000000");

  SharedBucketsTest(TestDatabase database) {
    messages =
        PgStore.open(
            vertx, DatabaseUrl.parse(database.url()), StreamRules.DEFAULT, StoreLimits.DEFAULT);
    store =
        RedisStore.open(
            vertx,
            RedisUrl.parse(redis.url()),
            new RedisStore.Messages(messages, messages.archive(), messages.facts()),
            StreamRules.DEFAULT);
  }

  @BeforeEach
  void begin() {
    began = System.nanoTime();
    lane = LaneId.of("%08d".formatted(++tests));
  }

  @AfterAll
  void close() {
    store.close().toCompletableFuture().join();
    vertx.close().toCompletionStage().toCompletableFuture().join();
    redis.close();
  }

  @Test
  @Tag("delivery.10")
  void nodes_together_give_out_what_the_bucket_gives_and_no_more() {
    var rate = new Rate(100, 1_000);
    var nodes = nodes(rate, 3);
    var random = new Random(7);
    long start = System.nanoTime();
    // To a bucket that nobody has touched nothing comes back.
    ask(rate, 1);
    long touched = System.nanoTime();
    long given = 1;
    long ticked = start;
    while (seconds(start) < 1) {
      given += nodes.get(random.nextInt(3)).pulls(1 + random.nextInt(60));
      double most = 1_000 + 100 * seconds(start) + 3 * ADVANCE;
      long now = given;
      assertTrue(now <= most, () -> now + " of " + most);
      if (System.nanoTime() - ticked > TimeUnit.MILLISECONDS.toNanos(50)) {
        ticked = System.nanoTime();
        nodes.forEach(LimitNode::tick);
      }
      // A round trip, so that the processor rests.
      store.check().toCompletableFuture().join();
    }
    nodes.forEach(LimitNode::rest);
    double before = 1_000 + 100 * seconds(touched);
    long left = left(rate);

    // Nothing was lost between them: what was given and what is left is all there was, except what
    // came back while this was looked at.
    double after = 1_000 + 100 * seconds(start);
    long all = given + left;
    assertTrue(all <= after && all >= before - 2, () -> all + " of " + before + " to " + after);
  }

  @Test
  @Tag("delivery.10")
  void before_an_answer_comes_each_node_advances_a_few_at_once_and_no_more() {
    var nodes = nodes(THOUSAND, 3);
    nodes.forEach(node -> node.leases().hold());
    for (var node : nodes) {
      assertEquals(ADVANCE, node.pulls(30));
      assertTrue(node.buckets().take(lane, 1).retryAfterSeconds() >= 1);
      assertEquals(1, node.leases().calls());
    }
    nodes.forEach(node -> node.leases().release());
    nodes.forEach(LimitNode::rest);

    assertLeft(1_000 - 3 * ADVANCE);
    nodes.forEach(node -> assertEquals(1, node.pulls(1)));
  }

  @Test
  @Tag("delivery.10")
  void what_was_advanced_of_an_empty_bucket_is_owed_and_comes_back_first() {
    ask(THOUSAND, 1_000);
    var nodes = nodes(THOUSAND, 3);
    for (int round = 0; round < 5; round++) {
      int most = round == 0 ? (int) ADVANCE : 0;
      for (var node : nodes) {
        // An answer in between would end the advance early.
        node.leases().hold();
        assertEquals(most, node.pulls(30));
        node.leases().release();
      }
      nodes.forEach(LimitNode::rest);
    }

    assertLeft(-3 * ADVANCE);
    var refused = nodes.getLast().buckets().take(lane, 1);
    assertTrue(refused.retryAfterSeconds() >= 20 && refused.retryAfterSeconds() <= 31);
    assertEquals(0, refused.remaining());
    assertEquals("\"pulls\";q=1000;w=1000", refused.policy());
  }

  @Test
  @Tag("delivery.10")
  void a_node_that_is_busy_takes_ahead_and_brings_back_what_it_does_not_use() {
    var nodes = nodes(THOUSAND, 2);
    var node = nodes.getFirst();
    node.advanceAll();
    node.tick();
    long taken = 1_000 - ADVANCE - left(THOUSAND);
    assertTrue(taken >= ADVANCE && taken <= 2 * ADVANCE, () -> taken + " ahead");

    // What it holds it gives out without an answer.
    node.leases().hold();
    assertEquals(taken + ADVANCE, node.pulls(100));
    node.leases().release();
    node.rest();

    assertLeft(1_000 - 2 * ADVANCE - taken);
  }

  @Test
  @Tag("delivery.10")
  void tokens_that_were_taken_ahead_are_good_for_100_ms() {
    var node = nodes(THOUSAND, 1, TokenExchange.LEASE).getFirst();
    node.advanceAll();
    long start = System.nanoTime();
    node.tick();
    node.leases().hold();
    long taken = 1_000 - ADVANCE - left(THOUSAND);
    assertTrue(taken >= ADVANCE, () -> taken + " ahead");
    long known = node.buckets().look(lane).remaining();
    while (System.nanoTime() - start <= 2 * TokenExchange.LEASE.toNanos()) {
      store.check().toCompletableFuture().join();
    }

    assertAbout(known - taken, node.buckets().look(lane).remaining(), start);
    assertEquals(ADVANCE, node.pulls(100));
    node.leases().release();
    node.rest();
    assertLeft(1_000 - 2 * ADVANCE);
  }

  @Test
  @Tag("delivery.10")
  void who_stores_gets_all_it_needs_or_nothing_and_nothing_is_advanced() {
    var nodes = nodes(THOUSAND, 2);
    List<CompletableFuture<Quota>> asked = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      nodes.forEach(node -> asked.add(node.store(70)));
    }
    // A call of one node may bring more than its requests can use; the next tick brings that back.
    long granted = asked.stream().filter(quota -> quota.join().granted()).count();
    nodes.forEach(LimitNode::rest);

    assertTrue(granted >= 13 && granted <= 14, () -> granted + " times 70");
    assertLeft(1_000 - 70 * granted);
  }

  @Test
  void a_request_for_more_than_a_bucket_holds_gets_it_full() {
    var nodes = nodes(THOUSAND, 2);
    assertTrue(nodes.getFirst().store(5_000).join().granted());
    assertFalse(nodes.getLast().store(5_000).join().granted());
  }

  @Test
  @Tag("delivery.10")
  void who_is_at_rest_asks_nothing_and_is_forgotten_when_full() {
    var node = nodes(new Rate(1_000_000, 1_000), 1).getFirst();
    node.pulls(100);
    node.rest();
    int calls = node.leases().calls();
    for (int i = 0; i < 50; i++) {
      node.tick();
    }
    node.buckets().sweep();

    assertEquals(calls, node.leases().calls());
    assertEquals(0, node.buckets().size());
  }

  @Test
  @Tag("delivery.10")
  void rare_pulls_are_settled_together() {
    var node = nodes(THOUSAND, 1).getFirst();
    for (int i = 0; i < 5; i++) {
      assertEquals(1, node.pulls(1));
      node.tick();
    }
    assertEquals(0, node.leases().calls());
    assertEquals(1, node.pulls(1));
    assertEquals(1, node.leases().calls());
    node.rest();

    assertLeft(994);
  }

  @Test
  @Tag("delivery.10")
  void without_redis_each_node_gives_its_share_at_once_and_shares_again_afterwards() {
    var nodes = nodes(THOUSAND, 4);
    nodes.forEach(node -> assertTrue(node.store(10).join().granted()));
    redis.kill();
    awaitAway();

    for (var node : nodes) {
      long start = System.nanoTime();
      assertTrue(node.store(200).orTimeout(5, TimeUnit.SECONDS).join().granted());
      assertFalse(node.store(200).orTimeout(5, TimeUnit.SECONDS).join().granted());
      int given = node.pulls(300);
      assertAbout(50, given, start); // Its share of 1,000 is 250.
      assertTrue(seconds(start) < 2);
      node.tick();
    }
    redis.restart();
    awaitBack();
    nodes.forEach(node -> node.store(60).join());
    nodes.forEach(LimitNode::rest);

    assertTrue(nodes.getFirst().store(400).join().granted());
  }

  /** So many are left of a thousand, besides what came back since the test began. */
  private void assertLeft(long expected) {
    assertAbout(expected, left(THOUSAND), began);
  }

  /** As expected, besides what came back since then, one in a second. */
  private static void assertAbout(long expected, long actual, long since) {
    double most = (double) expected + seconds(since) + 1;
    assertTrue(actual >= expected && actual <= most, () -> actual + " instead of " + expected);
  }

  /** Nodes whose leases last for longer than a test: no slow answer makes them give up. */
  private List<LimitNode> nodes(Rate rate, int count) {
    return nodes(rate, count, Duration.ofMinutes(1));
  }

  private List<LimitNode> nodes(Rate rate, int count, Duration lease) {
    return IntStream.range(0, count)
        .mapToObj(i -> new LimitNode(store.tokenLeases().orElseThrow(), lane, rate, count, lease))
        .toList();
  }

  private void awaitAway() {
    while (store.check().handle((done, failure) -> failure == null).toCompletableFuture().join()) {
      Thread.onSpinWait();
    }
  }

  private void awaitBack() {
    while (store.check().handle((done, failure) -> failure != null).toCompletableFuture().join()) {
      Thread.onSpinWait();
    }
  }

  private long left(Rate rate) {
    return ask(rate, 0);
  }

  private long ask(Rate rate, long wanted) {
    var ask = new Ask("pulls", rate.perSecond(), rate.burst(), 0, wanted);
    var answers = store.tokenLeases().orElseThrow().settle(lane, List.of(ask));
    return answers.toCompletableFuture().join().getFirst().left();
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
