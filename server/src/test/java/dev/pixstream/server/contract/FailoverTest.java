package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.store.StreamRules;
import dev.pixstream.postgres.link.DatabaseUnfitException;
import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.server.OpenApiCheck;
import dev.pixstream.server.node.PixStreamServer;
import dev.pixstream.server.node.ServerOptions;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Another PostgreSQL becomes the primary, and nodes go on without a restart. */
@ExtendWith(OpenApiExtension.class)
final class FailoverTest {
  private static final ServerOptions OPTIONS =
      ServerOptions.DEFAULT.withRules(
          new StreamRules(Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofSeconds(5), 6));

  private static final String LISTENING =
      "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'pixstream-listen'";

  @Test
  @Tag("errors.9")
  void of_several_hosts_nodes_use_the_primary_and_after_its_death_the_promoted_standby(
      @TempDir Path directory, OpenApiCheck check) throws Exception {
    try (var database = new ReplicatedDatabase(directory);
        var node = start(database.url(), check);
        var other = start(database.url(), check)) {
      var lane = new Lane(node, "12345678");
      lane.store(1, 12);
      var batch = lane.start().assertBatch(1, 10);
      database.awaitReplayed();

      database.killPrimary();

      post(lane, 13).assertProblem(503, "unavailable");
      lane.pull(batch.next()).assertProblem(503, "unavailable");
      assertEquals(503, ready(node));
      assertEquals(200, node.get("/health/live").status());

      database.promoteStandby();

      Until.holds(() -> ready(node) == 200 && ready(other) == 200);
      lane.store(13, 13);
      assertTrue(lane.at(other).drain(batch.next()).containsAll(List.of(11, 12, 13)));
      Until.holds(() -> database.inStandby().query(LISTENING).equals(List.of("2")));
    }
  }

  @Test
  @Tag("errors.9")
  void a_start_passes_over_hosts_that_are_silent_or_away_and_ends_if_none_takes_writes(
      @TempDir Path directory, OpenApiCheck check) throws Exception {
    try (var database = new ReplicatedDatabase(directory);
        var silent = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"))) {
      var others =
          "127.0.0.1:%d,127.0.0.1:1,127.0.0.1:%d"
              .formatted(silent.getLocalPort(), database.standbyPort());
      var all = database.at(others + ",127.0.0.1:" + database.primaryPort());
      try (var node = start(all, check)) {
        new Lane(node, "12345678").store(1, 1);
      }

      var failure =
          assertThrows(
              DatabaseUnfitException.class, () -> start(database.at(others), check).close());

      var why = String.valueOf(failure.getMessage());
      assertTrue(why.contains("none of the database's hosts takes writes"), why);
      assertTrue(why.contains(database.standbyPort() + "/pixstream is read-only"), why);
    }
  }

  @Test
  @Tag("errors.9")
  void no_connection_stays_with_a_primary_that_takes_no_writes(
      @TempDir Path directory, OpenApiCheck check) throws Exception {
    try (var database = new ReplicatedDatabase(directory);
        var node = start(database.url(), check)) {
      var lane = new Lane(node, "12345678");
      lane.store(1, 1);
      database.awaitReplayed();

      database.demotePrimary();
      database.promoteStandby();

      Until.holds(() -> post(lane, 2).status() == 201);
      Until.holds(() -> ready(node) == 200);
      assertTrue(lane.drain(lane.startPath()).containsAll(List.of(1, 2)));
      Until.holds(() -> database.connectionsToPrimary().isEmpty());
      Until.holds(() -> database.inStandby().query(LISTENING).equals(List.of("1")));
    }
  }

  @Test
  @Tag("errors.9")
  void a_node_follows_an_address_that_leads_to_another_server(
      @TempDir Path directory, OpenApiCheck check) throws Exception {
    try (var database = new ReplicatedDatabase(directory);
        var address = new Forwarder(database.primaryPort());
        var node = start(database.at("127.0.0.1:" + address.port()), check)) {
      var lane = new Lane(node, "12345678");
      lane.store(1, 1);
      database.awaitReplayed();

      database.demotePrimary();
      post(lane, 2).assertProblem(503, "unavailable");
      lane.startOne().assertProblem(503, "unavailable");
      assertEquals(503, ready(node));

      database.promoteStandby();
      address.leadTo(database.standbyPort());

      Until.holds(() -> ready(node) == 200);
      Until.holds(() -> post(lane, 2).status() == 201);
      assertTrue(lane.drain(lane.startPath()).containsAll(List.of(1, 2)));
    }
  }

  private static Node start(String url, OpenApiCheck check) {
    return new Node(PixStreamServer.start(OPTIONS, DatabaseUrl.parse(url)), check);
  }

  private static Answer post(Lane lane, int number) {
    return lane.post(Messages.message(lane.ispb(), number));
  }

  private static int ready(Node node) {
    return node.get("/health/ready").status();
  }
}
