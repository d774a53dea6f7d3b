package dev.pixstream.redis.lanes;

import dev.pixstream.redis.RedisLaneStore;
import dev.pixstream.testkit.LaneStore;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.RedisExtension;
import dev.pixstream.testkit.StreamCoordinatorContract;
import dev.pixstream.testkit.TestDatabase;
import dev.pixstream.testkit.TestRedis;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({PostgresExtension.class, RedisExtension.class})
class RedisStreamCoordinatorTest extends StreamCoordinatorContract {
  private final TestDatabase database;
  private final TestRedis redis;

  RedisStreamCoordinatorTest(TestDatabase database, TestRedis redis) {
    this.database = database;
    this.redis = redis;
  }

  @Override
  protected LaneStore newStore() {
    return new RedisLaneStore(database, redis);
  }
}
