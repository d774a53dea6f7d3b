package dev.pixstream.redis;

import static dev.pixstream.testkit.Lane.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.TokenLeases.Answer;
import dev.pixstream.core.store.TokenLeases.Ask;
import dev.pixstream.redis.limits.RedisTokenLeases;
import dev.pixstream.redis.link.Keys;
import dev.pixstream.redis.link.RedisCalls;
import dev.pixstream.redis.link.RedisNodes;
import dev.pixstream.redis.link.RedisUrl;
import dev.pixstream.testkit.OfCluster;
import dev.pixstream.testkit.RedisExtension;
import dev.pixstream.testkit.TestRedis;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Promise 9, limits: buckets in Redis. */
@ExtendWith(RedisExtension.class)
class TokenLeasesTest {
  private static final LaneId LANE = LaneId.of("00000001");

  private final Vertx vertx = Vertx.vertx();
  private final List<RedisNodes> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(nodes -> await(nodes.close().toCompletionStage()));
    await(vertx.close().toCompletionStage());
  }

  @Test
  @Tag("delivery.10")
  void a_bucket_grants_what_it_holds_and_comes_to_owe_what_was_spent_besides(TestRedis redis) {
    var leases = leases(redis);

    assertEquals(new Answer(40, 60), settle(leases, 0, 40));
    assertEquals(new Answer(60, 0), settle(leases, 0, 200));
    assertEquals(new Answer(0, 0), settle(leases, 0, 1));
    assertEquals(new Answer(0, -25), settle(leases, 25, 10));
    assertEquals(new Answer(0, -50), settle(leases, 25, 10));
  }

  @Test
  void what_is_brought_back_is_there_again_and_never_more_than_it_holds(TestRedis redis) {
    var leases = leases(redis);
    settle(leases, 0, 100);

    assertEquals(new Answer(0, 30), settle(leases, -30, 0));
    assertEquals(new Answer(100, 0), settle(leases, -900, 100));
  }

  @Test
  void tokens_come_back_with_the_time(TestRedis redis) {
    var leases = leases(redis);
    long start = System.nanoTime();
    long granted = 0;
    while (granted < 100) {
      granted += settle(leases, "fast", 1_000, 10, 0, 5).granted();
    }
    double took = (System.nanoTime() - start) / 1e9;

    assertTrue(took >= 0.09, () -> "90 tokens came back in " + took + " s");
  }

  @Test
  @Tag("delivery.10")
  void a_full_bucket_is_no_key_and_another_ends_when_it_is_full(TestRedis redis) {
    var leases = leases(redis);
    settle(leases, "slow", 1, 100, 0, 40);

    long ttl = number(redis, Command.PTTL, "slow");
    assertTrue(ttl > 30_000 && ttl <= 40_000, () -> ttl + " ms");
    settle(leases, "slow", 1, 100, -40, 0);

    assertEquals(0, number(redis, Command.EXISTS, "slow"));
    settle(leases, "slow", 1, 100, 0, 0);
    assertEquals(0, number(redis, Command.EXISTS, "slow"));
  }

  @Test
  @Tag("delivery.10")
  void buckets_of_one_institution_are_settled_together_in_a_cluster_too(
      @OfCluster TestRedis redis) {
    var leases = leases(redis);
    for (int i = 0; i < 5; i++) {
      var lane = LaneId.of("%08d".formatted(i));
      var asks =
          List.of(new Ask("pulls", 1, 100, 10, 5), new Ask("stream:abcdef", 1, 1_000, 0, 30));
      assertEquals(
          List.of(new Answer(5, 85), new Answer(30, 970)), await(leases.settle(lane, asks)));
    }
  }

  private RedisTokenLeases leases(TestRedis redis) {
    return new RedisTokenLeases(new RedisCalls(nodes(redis)), new Keys(redis.prefix()));
  }

  private RedisNodes nodes(TestRedis redis) {
    var nodes = new RedisNodes(vertx, RedisUrl.parse(redis.url()));
    opened.add(nodes);
    await(nodes.connect().toCompletionStage());
    return nodes;
  }

  /** Of a bucket that holds 100. */
  private static Answer settle(RedisTokenLeases leases, long spent, long wanted) {
    return settle(leases, "pulls", 1, 100, spent, wanted);
  }

  private static Answer settle(
      RedisTokenLeases leases, String name, long rate, long burst, long spent, long wanted) {
    CompletionStage<List<Answer>> answers =
        leases.settle(LANE, List.of(new Ask(name, rate, burst, spent, wanted)));
    return await(answers).getFirst();
  }

  private long number(TestRedis redis, Command command, String bucket) {
    var key = new Keys(redis.prefix()).tokens(LANE, bucket);
    return await(nodes(redis).send(key, Request.cmd(command).arg(key)).toCompletionStage())
        .toLong();
  }
}
