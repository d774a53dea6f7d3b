package dev.pixstream.redis;

import static dev.pixstream.testkit.Lane.assertBatch;
import static dev.pixstream.testkit.Lane.await;
import static dev.pixstream.testkit.Lane.delivered;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.model.IterationIds;
import dev.pixstream.postgres.LanesElsewhereException;
import dev.pixstream.testkit.Lane;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.RedisExtension;
import dev.pixstream.testkit.TestDatabase;
import dev.pixstream.testkit.TestRedis;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A database that was used with one coordinator and is started with the other. */
@ExtendWith({PostgresExtension.class, RedisExtension.class})
class ChangeOfCoordinatorTest {
  private static final String LANE = "32074986";

  @Test
  @Tag("store.16")
  void a_database_that_was_used_with_redis_is_refused_without_it(
      TestDatabase database, TestRedis redis) {
    try (var store = new RedisLaneStore(database, redis)) {
      store.messages().requireLanesHere();
      var lane = new Lane(store, LANE);
      lane.store(10);
      lane.opened(5);
      var refused = assertThrows(LanesElsewhereException.class, store.messages()::requireLanesHere);
      assertTrue(String.valueOf(refused.getMessage()).contains("start with --coordinator redis"));
    }
  }

  @Test
  @Tag("store.16")
  void a_lane_of_postgresql_goes_on_in_redis_without_a_loss(
      TestDatabase database, TestRedis redis) {
    try (var store = new RedisLaneStore(database, redis)) {
      var lane = new Lane(store, LANE);
      var thirty = IntStream.rangeClosed(1, 30).mapToObj(lane::message).toList();
      await(store.messages().log().append(thirty));
      var before = store.messages().coordinator();
      var opened =
          delivered(await(before.open(lane.request(new IterationIds().next(), 10))).outcome());
      delivered(await(before.pull(lane.request(opened.next(), 10), false)).outcome());

      var again = lane.opened(10);
      assertBatch(11, 20, again);
      assertEquals(10, again.redelivered());
      var fresh = lane.pulled(again.next(), 10);
      assertBatch(21, 30, fresh);
      assertEquals(0, fresh.redelivered());
      assertEquals(List.of(), store.violations());
    }
  }
}
