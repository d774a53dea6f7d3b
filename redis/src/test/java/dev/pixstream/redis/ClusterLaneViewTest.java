package dev.pixstream.redis;

import dev.pixstream.testkit.LaneStore;
import dev.pixstream.testkit.LaneViewContract;
import dev.pixstream.testkit.OfCluster;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.RedisExtension;
import dev.pixstream.testkit.TestDatabase;
import dev.pixstream.testkit.TestRedis;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({PostgresExtension.class, RedisExtension.class})
class ClusterLaneViewTest extends LaneViewContract {
  private final TestDatabase database;
  private final TestRedis redis;

  ClusterLaneViewTest(TestDatabase database, @OfCluster TestRedis redis) {
    this.database = database;
    this.redis = redis;
  }

  @Override
  protected LaneStore newStore() {
    return new RedisLaneStore(database, redis);
  }
}
