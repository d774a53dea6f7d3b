package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.store.StreamRules;
import dev.pixstream.embedded.EmbeddedRedis;
import dev.pixstream.server.OpenApiCheck;
import dev.pixstream.server.node.ServerOptions;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Errors: the streams are in Redis, which is killed and comes back with nothing. */
@ExtendWith({OpenApiExtension.class, PostgresExtension.class})
final class RedisGoneTest {
  private static final StreamRules RULES =
      new StreamRules(Duration.ofSeconds(8), Duration.ofMinutes(5), Duration.ofSeconds(5), 6);

  @Test
  @Tag("errors.11")
  void without_redis_a_node_says_so_at_once_goes_on_storing_and_recovers_by_itself(
      TestDatabase database, OpenApiCheck check) {
    var redis = EmbeddedRedis.start();
    var options = ServerOptions.DEFAULT.withRules(RULES);
    try (var service = new Service(database, options, check, Optional.of(redis))) {
      var node = service.addNode();
      var lane = service.lane();
      lane.store(1, 3);
      var batch = lane.startOne().assertBatch(1, 1);

      redis.kill();

      Until.holds(() -> node.get("/health/ready").status() == 503);
      assertUnavailable(lane, batch.next());
      lane.store(4, 5);

      redis.restart();
      Until.holds(() -> node.get("/health/ready").status() == 200);
      // Nobody knows any more what was delivered: all that has no history says so.
      lane.start().assertBatch(1, 5, 5);
    }
  }

  private static void assertUnavailable(Lane lane, String next) {
    var node = lane.node();
    long start = System.nanoTime();
    var answers =
        Answer.all(
            List.of(
                lane.starting(),
                lane.pulling(next),
                node.send("DELETE", next, BodyPublishers.noBody()),
                node.send("GET", "/api/admin/verify", BodyPublishers.noBody())));
    var took = Duration.ofNanos(System.nanoTime() - start);
    for (var answer : answers) {
      answer.assertProblem(503, "unavailable");
      assertTrue(Integer.parseInt(answer.header("Retry-After").orElseThrow()) >= 1);
    }
    // Less than a pull waits.
    assertTrue(took.toMillis() < 5_000, took::toString);
    assertEquals(200, node.get("/health/live").status());
  }
}
