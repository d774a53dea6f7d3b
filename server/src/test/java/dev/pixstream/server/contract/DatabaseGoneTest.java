package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.store.StreamRules;
import dev.pixstream.embedded.DatabaseOptions;
import dev.pixstream.embedded.EmbeddedDatabase;
import dev.pixstream.server.OpenApiCheck;
import dev.pixstream.server.node.ServerOptions;
import dev.pixstream.testkit.TestDatabase;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Errors: the database is gone, and comes back. */
@ExtendWith(OpenApiExtension.class)
final class DatabaseGoneTest {
  private static final StreamRules RULES =
      new StreamRules(Duration.ofSeconds(2), Duration.ofMinutes(5), Duration.ofSeconds(5), 6);

  @Test
  @Tag("errors.11")
  void without_its_database_a_node_says_so_at_once_and_it_recovers_by_itself(
      @TempDir Path directory, OpenApiCheck check) throws SQLException {
    var fast = DatabaseOptions.defaults().withoutFsync();
    var database = EmbeddedDatabase.start(directory, fast);
    var options = ServerOptions.DEFAULT.withRules(RULES);
    try (var inside = TestDatabase.at(database.url());
        var service = new Service(inside, options, check)) {
      var node = service.addNode();
      var lane = service.lane();
      lane.store(1, 3);
      var batch = lane.startOne().assertBatch(1, 1);
      var idle = service.lane();
      var waiting = idle.starting();
      service.awaitWaiting(idle, 1);

      database.close();

      assertUnavailable(lane, batch.next());
      Answer.of(waiting).assertNothingYet();

      database = EmbeddedDatabase.start(directory, fast);
      Until.holds(() -> node.get("/health/ready").status() == 200);
      lane.pullOne(batch.next()).assertBatch(2, 2);
      lane.store(4, 4);
      lane.start().assertBatch(3, 4);
    } finally {
      database.close();
    }
  }

  private static void assertUnavailable(Lane lane, String next) {
    long start = System.nanoTime();
    var node = lane.node();
    var answers =
        Answer.all(
            List.of(
                lane.starting(),
                lane.pulling(next),
                node.send("DELETE", next, BodyPublishers.noBody()),
                node.send(
                    "POST",
                    lane.messages(),
                    BodyPublishers.ofString(Messages.message(lane.ispb(), 9)),
                    "Content-Type",
                    "application/json"),
                node.send("POST", "/api/util/msgs/" + lane.ispb() + "/5", BodyPublishers.noBody()),
                node.send("GET", "/api/admin/dead-letters", BodyPublishers.noBody()),
                node.send("GET", "/api/admin/verify", BodyPublishers.noBody()),
                node.send(
                    "GET",
                    lane.messages() + "/" + Messages.endToEndId(1),
                    BodyPublishers.noBody())));
    for (var answer : answers) {
      answer.assertProblem(503, "unavailable");
      assertTrue(Integer.parseInt(answer.header("Retry-After").orElseThrow()) >= 1);
    }
    assertEquals(503, node.get("/health/ready").status());
    assertEquals(200, node.get("/health/live").status());
    assertEquals(200, node.get("/health/started").status());
    var took = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(took.toMillis() < 5_000, took::toString);
  }
}
