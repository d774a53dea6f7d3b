package dev.pixstream.redis;

import dev.pixstream.testkit.CleanedLaneContract;
import dev.pixstream.testkit.LaneStore;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.RedisExtension;
import dev.pixstream.testkit.TestDatabase;
import dev.pixstream.testkit.TestRedis;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({PostgresExtension.class, RedisExtension.class})
class RedisCleanedLaneTest extends CleanedLaneContract {
  private final TestDatabase database;
  private final TestRedis redis;

  RedisCleanedLaneTest(TestDatabase database, TestRedis redis) {
    this.database = database;
    this.redis = redis;
  }

  @Override
  protected LaneStore newStore() {
    return new RedisLaneStore(database, redis);
  }
}
