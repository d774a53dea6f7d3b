package dev.pixstream.server.contract;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.store.StreamRules;
import dev.pixstream.embedded.EmbeddedRedisCluster;
import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.redis.link.RedisUrl;
import dev.pixstream.server.OpenApiCheck;
import dev.pixstream.server.node.PixStreamServer;
import dev.pixstream.server.node.ServerOptions;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A whole node beside a cluster of Redis one master of which was killed, and has no replica. */
@ExtendWith({OpenApiExtension.class, PostgresExtension.class})
@Timeout(90)
final class MasterAwayTest {
  /** The last of three masters serves the slots from here on. */
  private static final int SLOTS = 16_384;

  private static final int OF_THE_LAST = SLOTS * 2 / 3;

  /** Leases end while a start waits. */
  private static final StreamRules RULES =
      new StreamRules(Duration.ofSeconds(8), Duration.ofSeconds(3), Duration.ofSeconds(3), 6);

  @Test
  @Tag("store.11")
  void lanes_of_the_others_are_served_on_and_its_own_are_503(
      TestDatabase database, OpenApiCheck check) {
    try (var cluster = EmbeddedRedisCluster.start();
        var node = node(cluster, database, check)) {
      var well = new Lane(node, lane(slot -> slot < OF_THE_LAST));
      var gone = new Lane(node, lane(slot -> slot >= OF_THE_LAST));
      well.store(1, 20);
      gone.store(1, 20);
      var first = well.start().assertBatch(1, 10);
      var lost = gone.start().assertBatch(1, 10);

      cluster.masters().getLast().kill();

      Until.holds(() -> gone.start().status() == 503);
      well.pull(first.next()).assertBatch(11, 20);
      // Nobody comes back for it: it is delivered again when its lease ends.
      var again = well.start().assertBatch(11, 20, 10);
      well.store(21, 25);
      var rest = well.pull(again.next()).assertBatch(21, 25);
      assertEquals(200, well.close(rest.next()).status());
      Until.holds(() -> processed(well, 1) && processed(well, 11) && processed(well, 25));

      gone.store(21, 25);
      gone.start().assertProblem(503, "unavailable");
      gone.pull(lost.next()).assertProblem(503, "unavailable");
      gone.close(lost.next()).assertProblem(503, "unavailable");
      assertEquals(200, node.get("/health/live").status());
      assertEquals(200, node.get("/health/ready").status());
      var metrics = Metrics.text(node.port());
      assertTrue(metrics.contains("pixstream_redis_masters 3.0"), () -> metrics);
      assertTrue(metrics.contains("pixstream_redis_connected 2.0"), () -> metrics);
    }
  }

  private static boolean processed(Lane lane, int message) {
    var view = lane.node().get(lane.messages() + "/" + Messages.endToEndId(message));
    return view.status() == 200 && view.json().getValue("processed") != null;
  }

  private static Node node(
      EmbeddedRedisCluster cluster, TestDatabase database, OpenApiCheck check) {
    var options = ServerOptions.DEFAULT.withRules(RULES);
    return new Node(
        PixStreamServer.start(
            options, DatabaseUrl.parse(database.url()), Optional.of(RedisUrl.parse(cluster.url()))),
        check);
  }

  private static String lane(IntPredicate slot) {
    return IntStream.range(1, 1_000)
        .mapToObj("%08d"::formatted)
        .filter(ispb -> slot.test(slot(ispb)))
        .findFirst()
        .orElseThrow();
  }

  /** CRC16 of the hash tag, as the specification of Redis Cluster has it. */
  private static int slot(String ispb) {
    int crc = 0;
    for (byte one : ispb.getBytes(US_ASCII)) {
      crc ^= one << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) == 0 ? crc << 1 : crc << 1 ^ 0x1021;
      }
    }
    return (crc & 0xffff) % SLOTS;
  }
}
