package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.store.StreamRules;
import dev.pixstream.embedded.EmbeddedRedis;
import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.redis.link.RedisUrl;
import dev.pixstream.server.OpenApiCheck;
import dev.pixstream.server.limits.LimitOptions;
import dev.pixstream.server.limits.Rate;
import dev.pixstream.server.limits.RateLimits;
import dev.pixstream.server.node.PixStreamServer;
import dev.pixstream.server.node.ServerOptions;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Promise 9 over two nodes whose streams are in Redis: they share their buckets. */
@ExtendWith({OpenApiExtension.class, PostgresExtension.class})
final class SharedLimitsTest {
  private static final Optional<Rate> FEW = Optional.of(new Rate(1, 40));
  private static final Optional<Rate> ANY = Optional.empty();

  /** What a node may give out of a bucket before it has asked (SharedBucket). */
  private static final int ADVANCE = 10;

  private static final StreamRules RULES =
      new StreamRules(Duration.ofMillis(200), Duration.ofMinutes(5), Duration.ofSeconds(5), 6);

  @Test
  @Tag("delivery.10")
  void two_nodes_together_give_an_institution_its_pulls(TestDatabase database, OpenApiCheck check) {
    try (var redis = EmbeddedRedis.start();
        var one = node(database, redis, check, new RateLimits(FEW, ANY, ANY, 1));
        var two = node(database, redis, check, new RateLimits(FEW, ANY, ANY, 1))) {
      var lanes = lanes(one, two);
      lanes.getFirst().store(1, 200);
      long start = System.nanoTime();
      var next =
          new String[] {lanes.getFirst().startOne().next(), lanes.getLast().startOne().next()};
      var refused = new Answer[2];
      int pulls = 2;
      while (refused[0] == null || refused[1] == null) {
        for (int i = 0; i < 2; i++) {
          var answer = lanes.get(i).pullOne(next[i]);
          if (answer.status() == 429) {
            refused[i] = answer;
          } else {
            next[i] = answer.next();
            pulls++;
          }
        }
      }
      double back = seconds(start);

      assertTrue(pulls >= 40 - 1 && pulls <= 40 + 2 * ADVANCE + back, pulls + " in " + back + " s");
      for (var answer : refused) {
        answer.assertProblem(429, "rate-limited");
        assertEquals("\"pulls\";q=40;w=40", answer.header("RateLimit-Policy").orElseThrow());
        assertTrue(Integer.parseInt(answer.header("Retry-After").orElseThrow()) >= 1);
      }
    }
  }

  @Test
  @Tag("delivery.10")
  void two_nodes_together_store_what_an_institution_may_and_without_redis_each_its_share(
      TestDatabase database, OpenApiCheck check) {
    try (var redis = EmbeddedRedis.start();
        var one = node(database, redis, check, new RateLimits(ANY, FEW, ANY, 2));
        var two = node(database, redis, check, new RateLimits(ANY, FEW, ANY, 2))) {
      var lanes = lanes(one, two);
      long start = System.nanoTime();
      // One alone gives all of it, and the other none of it again.
      int alone = stored(List.of(lanes.getFirst(), lanes.getFirst()), 1);
      assertTrue(alone >= 40 - 5, alone + " at one node");
      int stored = alone + stored(lanes, 1 + alone);
      double back = seconds(start);
      assertTrue(stored >= 40 - 5 && stored <= 40 + back, stored + " in " + back + " s");

      redis.kill();
      var other = new Lane(one, "00000002");
      Until.holds(() -> one.get("/health/ready").status() == 503);
      start = System.nanoTime();
      stored = stored(List.of(other, other.at(two)), 1_000);
      back = 2 * seconds(start);
      assertTrue(stored >= 40 - 10 && stored <= 40 + back, stored + " in " + back + " s");
      assertTrue(back < 20, () -> "nobody hangs");
    }
  }

  @Test
  @Tag("delivery.10")
  void a_stream_that_moves_to_another_node_takes_its_bucket_along(
      TestDatabase database, OpenApiCheck check) {
    try (var redis = EmbeddedRedis.start();
        var one = node(database, redis, check, new RateLimits(ANY, ANY, FEW, 1));
        var two = node(database, redis, check, new RateLimits(ANY, ANY, FEW, 1))) {
      var lanes = lanes(one, two);
      lanes.getFirst().store(1, 200);
      long start = System.nanoTime();
      var next = lanes.getFirst().startOne().next();
      int pulls = 0;
      for (var lane : lanes) {
        for (var answer = lane.pullOne(next); answer.status() != 429; answer = lane.pullOne(next)) {
          assertEquals(200, answer.status(), answer::body);
          next = answer.next();
          pulls++;
        }
      }
      double back = seconds(start);

      // The first pull at the second node goes before it knows the stream.
      assertTrue(pulls >= 40 && pulls <= 40 + 1 + 2 * ADVANCE + back, pulls + " in " + back + " s");
    }
  }

  /** Stores five at a time at both nodes until both refuse; how many were stored. */
  private static int stored(List<Lane> lanes, int first) {
    int stored = 0;
    boolean[] refused = {false, false};
    while (!refused[0] || !refused[1]) {
      for (int i = 0; i < 2; i++) {
        int from = first + stored;
        var answer = lanes.get(i).post(Messages.array(lanes.get(i).ispb(), from, from + 4));
        refused[i] |= answer.status() == 429;
        stored += answer.status() == 201 ? 5 : 0;
        assertTrue(answer.status() == 201 || answer.status() == 429, answer::body);
      }
    }
    return stored;
  }

  private static List<Lane> lanes(Node one, Node two) {
    var lane = new Lane(one, "00000001");
    return List.of(lane, lane.at(two));
  }

  private static Node node(
      TestDatabase database, EmbeddedRedis redis, OpenApiCheck check, RateLimits rates) {
    var options =
        ServerOptions.DEFAULT
            .withPort(0)
            .withRules(RULES)
            .withLimits(LimitOptions.DEFAULT.withRates(rates));
    var url = Optional.of(RedisUrl.parse(redis.url()));
    return new Node(PixStreamServer.start(options, DatabaseUrl.parse(database.url()), url), check);
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
