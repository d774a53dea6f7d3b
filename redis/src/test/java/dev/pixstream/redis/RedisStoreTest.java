package dev.pixstream.redis;

import static dev.pixstream.testkit.Lane.await;

import dev.pixstream.core.StreamRules;
import dev.pixstream.testkit.OfCluster;
import dev.pixstream.testkit.RedisExtension;
import dev.pixstream.testkit.TestRedis;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RedisExtension.class)
class RedisStoreTest {
  @Test
  void one_redis_answers(TestRedis redis) {
    check(redis);
  }

  @Test
  void each_master_of_a_cluster_answers(@OfCluster TestRedis redis) {
    check(redis);
  }

  private static void check(TestRedis redis) {
    var vertx = Vertx.vertx();
    var store = RedisStore.open(vertx, RedisUrl.parse(redis.url()), StreamRules.DEFAULT);
    await(store.check());
    await(store.close());
    await(vertx.close().toCompletionStage());
  }
}
