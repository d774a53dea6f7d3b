package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.store.StreamRules;
import dev.pixstream.embedded.DatabaseOptions;
import dev.pixstream.embedded.EmbeddedDatabase;
import dev.pixstream.postgres.link.StoreLimits;
import dev.pixstream.server.OpenApiCheck;
import dev.pixstream.server.limits.LimitOptions;
import dev.pixstream.server.node.ServerOptions;
import dev.pixstream.testkit.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Errors: the database is frozen with its connections open, and goes on. */
@ExtendWith(OpenApiExtension.class)
@Timeout(120)
final class FrozenDatabaseTest {
  private static final StreamRules RULES =
      new StreamRules(Duration.ofSeconds(2), Duration.ofMinutes(5), Duration.ofSeconds(5), 6);
  private static final Duration CALL_MAX = Duration.ofSeconds(1);

  @Test
  @Tag("load.1")
  void requests_are_answered_with_503_and_all_recovers(@TempDir Path directory, OpenApiCheck check)
      throws SQLException, IOException, InterruptedException {
    var limits = LimitOptions.DEFAULT.withStore(new StoreLimits(1_000, CALL_MAX));
    var options = ServerOptions.DEFAULT.withRules(RULES).withLimits(limits);
    try (var database =
            EmbeddedDatabase.start(directory, DatabaseOptions.defaults().withoutFsync());
        var inside = TestDatabase.at(database.url());
        var service = new Service(inside, options, check)) {
      var node = service.addNode();
      var lane = service.lane();
      lane.store(1, 30);
      var batch = lane.startOne().assertBatch(1, 1);
      var other = lane.startOne().assertBatch(2, 2);
      var processes = new ArrayList<Long>();
      try {
        freeze(database, processes);
        assertUnavailable(lane, batch.next(), other.next());
        assertUnavailable(lane, batch.next(), other.next());
      } finally {
        signal("-CONT", processes);
      }

      Until.holds(() -> node.get("/health/ready").status() == 200);
      Until.holds(() -> service.openStreams(lane) == 2);
      assertEquals(1, lane.pullOne(batch.next()).numbers().size());
      assertEquals(1, lane.pullOne(other.next()).numbers().size());
      service.assertPartition();
    }
  }

  private static void assertUnavailable(Lane lane, String one, String two) {
    long start = System.nanoTime();
    var node = lane.node();
    var body = BodyPublishers.ofString(Messages.message(lane.ispb(), 1));
    var requests =
        new ArrayList<>(
            List.of(
                lane.starting(),
                lane.pullingOne(one),
                lane.pullingOne(two),
                node.send("POST", lane.messages(), body, "Content-Type", "application/json"),
                node.send(
                    "GET",
                    lane.messages() + "/" + Messages.endToEndId(1),
                    BodyPublishers.noBody())));
    // More than the pool has connections.
    Stream.generate(lane::starting).limit(20).forEach(requests::add);
    for (var answer : Answer.all(requests)) {
      answer.assertProblem(503, "unavailable");
      assertTrue(Integer.parseInt(answer.header("Retry-After").orElseThrow()) >= 1);
    }
    assertEquals(503, node.get("/health/ready").status());
    assertEquals(200, node.get("/health/live").status());
    var took = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(took.toMillis() < 6_000, took::toString);
  }

  /** The postmaster first: it starts no process any more that is not stopped with the others. */
  private static void freeze(EmbeddedDatabase database, List<Long> processes)
      throws IOException, InterruptedException {
    processes.add(database.pid());
    signal("-STOP", processes);
    Until.holds(() -> isStopped(database.pid()));
    var others =
        ProcessHandle.of(database.pid())
            .orElseThrow()
            .descendants()
            .map(ProcessHandle::pid)
            .toList();
    processes.addAll(others);
    signal("-STOP", others);
  }

  private static boolean isStopped(long pid) {
    try {
      var words = Files.readString(Path.of("/proc/" + pid + "/stat")).replaceFirst(".*\\) ", "");
      return words.startsWith("T");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void signal(String name, List<Long> processes)
      throws IOException, InterruptedException {
    var line = new ArrayList<>(List.of("kill", name));
    processes.forEach(pid -> line.add(pid.toString()));
    new ProcessBuilder(line).inheritIO().start().waitFor();
  }
}
