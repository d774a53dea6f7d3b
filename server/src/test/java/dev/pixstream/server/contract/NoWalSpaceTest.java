package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.embedded.DatabaseOptions;
import dev.pixstream.embedded.EmbeddedDatabase;
import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.server.OpenApiCheck;
import dev.pixstream.server.node.PixStreamServer;
import dev.pixstream.server.node.ServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL's log on a disk of its own, which is full while the data's has space. */
@ExtendWith(OpenApiExtension.class)
final class NoWalSpaceTest {
  private static final int AT_ONCE = 500;
  private static final DatabaseOptions OPTIONS = DatabaseOptions.defaults().withoutFsync();

  @Test
  @Tag("errors.9")
  @Tag("errors.11")
  void a_full_disk_of_the_log_loses_nothing_and_the_node_recovers(
      @TempDir Path data, @TempDir Path mount, OpenApiCheck check) throws Exception {
    EmbeddedDatabase.start(data, OPTIONS).close();
    try (var disk = new SmallDisk(mount)) {
      moveLog(data, mount);
      try (var database = EmbeddedDatabase.start(data, OPTIONS);
          var node = start(database, check)) {
        var lane = new Lane(node, "12345678");
        lane.store(1, 20);

        disk.fill();

        int stored = 20;
        var answer = postSome(lane, stored);
        while (answer.status() == 201) {
          stored += AT_ONCE;
          answer = postSome(lane, stored);
        }
        answer.assertProblem(503, "unavailable");
        assertTrue(answer.header("Retry-After").isPresent(), answer::body);
        assertEquals(200, node.get("/health/live").status());
        assertEquals(503, node.get("/health/ready").status());

        disk.free();

        Until.holds(() -> node.get("/health/ready").status() == 200);
        // Those that were refused may be stored: the answer was lost with the connection.
        int all = stored + AT_ONCE;
        assertEquals(201, postSome(lane, stored).status());
        assertEquals(IntStream.rangeClosed(1, all).boxed().toList(), lane.drain(lane.startPath()));
      }
    }
  }

  private static Answer postSome(Lane lane, int stored) {
    return lane.post(Messages.array(lane.ispb(), stored + 1, stored + AT_ONCE));
  }

  /** As operators do it. */
  private static void moveLog(Path data, Path mount) throws IOException {
    var log = data.resolve("postgresql").resolve("pg_wal");
    var moved = mount.resolve("pg_wal");
    var line = List.of("mv", log.toString(), moved.toString());
    assertEquals(0, new ProcessBuilder(line).start().onExit().join().exitValue());
    Files.createSymbolicLink(log, moved);
  }

  private static Node start(EmbeddedDatabase database, OpenApiCheck check) {
    return new Node(
        PixStreamServer.start(ServerOptions.DEFAULT, DatabaseUrl.parse(database.url())), check);
  }
}
