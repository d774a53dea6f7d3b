package dev.pixstream.redis.view;

import dev.pixstream.redis.RedisLaneStore;
import dev.pixstream.testkit.LaneStore;
import dev.pixstream.testkit.LaneViewContract;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.RedisExtension;
import dev.pixstream.testkit.TestDatabase;
import dev.pixstream.testkit.TestRedis;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({PostgresExtension.class, RedisExtension.class})
class RedisLaneViewTest extends LaneViewContract {
  private final TestDatabase database;
  private final TestRedis redis;

  RedisLaneViewTest(TestDatabase database, TestRedis redis) {
    this.database = database;
    this.redis = redis;
  }

  @Override
  protected LaneStore newStore() {
    return new RedisLaneStore(database, redis);
  }
}
