package dev.pixstream.redis.view;

import static dev.pixstream.testkit.Lane.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pixstream.core.store.StoreUnavailableException;
import dev.pixstream.redis.RedisLaneStore;
import dev.pixstream.redis.link.Keys;
import dev.pixstream.testkit.Lane;
import dev.pixstream.testkit.LaneStore;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.RedisExtension;
import dev.pixstream.testkit.TestDatabase;
import dev.pixstream.testkit.TestRedis;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where a look at a lane in Redis finds its messages. */
@ExtendWith({PostgresExtension.class, RedisExtension.class})
class RedisVerificationTest {
  @Test
  @Tag("store.6")
  void a_look_tells_each_place(TestDatabase database, TestRedis redis) {
    try (var store = new RedisLaneStore(database, redis)) {
      var lane = new Lane(store, "00000001");
      var keys = new Keys(redis.prefix());
      lane.store(60);
      lane.opened(5);
      store.advance(LaneStore.RULES.lease().dividedBy(2));
      var first = lane.opened(10);
      var gone = lane.opened(10).next().value().substring(0, 6);
      store.advance(LaneStore.RULES.lease().dividedBy(2).plusSeconds(1));
      assertEquals(5, lane.expire());
      lane.pulled(first.next(), 3);
      send(store, Request.cmd(Command.HDEL).arg(keys.streams(lane.id())).arg(gone));
      var stale = Request.cmd(Command.XADD).arg(keys.queue(lane.id())).arg("*");
      stale.arg("epoch").arg("99").arg("from").arg("30").arg("to").arg("40");
      send(store, stale.arg("outcome").arg("confirmed"));

      var look = await(store.verification().look(lane.id(), 0, 1_000));

      assertEquals(
          List.of(
              "BEYOND_HEAD 25-60",
              "CONFIRMING 5-15",
              "LEASED 0-3",
              "LEASED_BY_NONE 15-25",
              "RETURNED 3-5",
              "STORED 0-60"),
          look.places().stream()
              .map(p -> p.what() + " " + p.range().from() + "-" + p.range().to())
              .sorted()
              .toList());
      assertEquals(25, look.head());
      assertEquals(1, look.streams());
    }
  }

  @Test
  @Tag("store.6")
  void a_look_at_very_many_ranges_is_put_off(TestDatabase database, TestRedis redis) {
    try (var store = new RedisLaneStore(database, redis)) {
      var lane = new Lane(store, "00000001");
      lane.store(1);
      lane.opened(1);
      var many = Request.cmd(Command.ZADD).arg(new Keys(redis.prefix()).returned(lane.id()));
      for (int i = 0; i <= 10_000; i++) {
        many.arg(i).arg(i + "-" + (i + 1) + ":1");
      }
      send(store, many);
      var failure =
          assertThrows(
              CompletionException.class,
              () -> await(store.verification().look(lane.id(), 0, 1_000)));
      assertInstanceOf(StoreUnavailableException.class, failure.getCause());
    }
  }

  private static void send(RedisLaneStore store, Request request) {
    await(store.store().nodes().send("any", request).toCompletionStage());
  }
}
