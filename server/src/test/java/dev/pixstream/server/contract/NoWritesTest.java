package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.embedded.DatabaseOptions;
import dev.pixstream.embedded.EmbeddedDatabase;
import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.server.OpenApiCheck;
import dev.pixstream.server.node.PixStreamServer;
import dev.pixstream.server.node.ServerOptions;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A database that answers and takes no writes: the node is not ready, says why, and recovers. */
@ExtendWith({OpenApiExtension.class, PostgresExtension.class})
final class NoWritesTest {

  @Test
  @Tag("errors.9")
  void a_database_that_was_set_to_be_read_only_for_a_while(
      TestDatabase database, OpenApiCheck check) {
    try (var service = new Service(database, ServerOptions.DEFAULT, check)) {
      var node = service.addNode();
      var lane = service.lane();
      lane.store(1, 1);
      assertEquals(200, node.get("/health/ready").status());
      var setting =
          "DO $$ BEGIN EXECUTE format('ALTER DATABASE %%I %s default_transaction_read_only%s',"
              + " current_database()); END $$";

      database.execute(setting.formatted("SET", " = on"));
      service.dropConnections();

      Until.holds(() -> isRefused(lane.post(Messages.message(lane.ispb(), 2)), "takes no writes"));
      lane.startOne().assertProblem(503, "unavailable");
      assertNotReady(node, "The store takes no writes");

      // Sessions that are open stay as they were made.
      database.execute(setting.formatted("RESET", ""));

      Until.holds(() -> node.get("/health/ready").status() == 200);
      Until.holds(() -> lane.post(Messages.message(lane.ispb(), 2)).status() == 201);
      lane.start().assertBatch(1, 2);
    }
  }

  @Test
  @Tag("errors.9")
  void a_disk_that_was_full_for_a_while(@TempDir Path directory, OpenApiCheck check)
      throws Exception {
    try (var disk = new SmallDisk(directory);
        var database =
            EmbeddedDatabase.start(
                directory.resolve("data"), DatabaseOptions.defaults().withoutFsync());
        var inside = TestDatabase.at(database.url());
        var node = start(database, check)) {
      var lane = new Lane(node, "12345678");
      lane.store(1, 20);

      disk.fill();

      int stored = 20;
      var answer = postFifty(lane, stored);
      while (answer.status() == 201) {
        stored += 50;
        answer = postFifty(lane, stored);
      }
      answer.assertProblem(503, "unavailable");
      assertTrue(isRefused(answer, "has no space left"), answer::body);
      assertNotReady(node, "The store has no space left");
      assertEquals(
          List.of(Integer.toString(stored)),
          inside.query("SELECT count(*) FROM pixstream.message"));

      disk.free();

      Until.holds(() -> node.get("/health/ready").status() == 200);
      lane.store(stored + 1, stored + 50);
      assertEquals(
          IntStream.rangeClosed(1, stored + 50).boxed().toList(), lane.drain(lane.startPath()));
    }
  }

  private static Answer postFifty(Lane lane, int stored) {
    return lane.post(Messages.array(lane.ispb(), stored + 1, stored + 50));
  }

  private static Node start(EmbeddedDatabase database, OpenApiCheck check) {
    return new Node(
        PixStreamServer.start(ServerOptions.DEFAULT, DatabaseUrl.parse(database.url())), check);
  }

  private static boolean isRefused(Answer answer, String why) {
    return answer.status() == 503 && answer.body().contains(why);
  }

  private static void assertNotReady(Node node, String why) {
    var answer = node.get("/health/ready");
    assertEquals(503, answer.status(), answer::body);
    assertTrue(answer.body().contains(why), answer::body);
    assertEquals(200, node.get("/health/live").status());
  }
}
