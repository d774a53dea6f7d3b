package dev.pixstream.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.store.StreamRules;
import dev.pixstream.embedded.DatabaseOptions;
import dev.pixstream.embedded.EmbeddedDatabase;
import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.server.node.PixStreamServer;
import dev.pixstream.server.node.ServerOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class CheckTest {

  private static final StreamRules RULES =
      new StreamRules(Duration.ofSeconds(4), Duration.ofSeconds(6), Duration.ofSeconds(1), 6);
  private static final List<String> NOT_SEEN =
      List.of("survives-kill", "limit-of-pulls", "limit-of-stores");

  @TempDir private Path directory;

  @Test
  @Timeout(120)
  @Tag("check.1")
  void the_server_keeps_the_contract() throws IOException {
    var junit = directory.resolve("check.xml");
    var json = directory.resolve("check.json");
    try (var database = EmbeddedDatabase.temporary(DatabaseOptions.defaults());
        var server =
            PixStreamServer.start(
                ServerOptions.DEFAULT.withRules(RULES), DatabaseUrl.parse(database.url()))) {
      var run =
          Run.of(
              directory,
              "check",
              "http://127.0.0.1:" + server.port(),
              "--wait=4s",
              "--lease=6s",
              "--patience=20s",
              "--json=" + json,
              "--junit=" + junit);
      assertEquals(0, run.status(), run.out() + run.err());
      var lines = run.out().lines().toList();
      assertTrue(lines.getLast().contains(" failed=0 "), lines.getLast());
      for (var line : lines) {
        assertTrue(!line.startsWith("SKIPPED") || NOT_SEEN.stream().anyMatch(line::contains), line);
      }
      assertFalse(run.out().contains(" left "), run.out());
    }
    assertTrue(Files.readString(json).contains("\"failed\":0"));
    assertTrue(Files.readString(junit).contains("failures=\"0\""));
  }

  @Test
  @Timeout(60)
  void a_foreign_server_fails_with_evidence() throws IOException {
    try (var silent = new ServerSocket(0)) {
      Thread.ofVirtual().start(() -> answerNothing(silent));
      var url = "http://127.0.0.1:" + silent.getLocalPort();
      var run = Run.of(directory, "check", url, "--only", "store-one,order");
      assertEquals(1, run.status());
      assertTrue(run.out().contains("FAIL    storing"), run.out());
      assertTrue(run.out().contains("sent     POST /api/pix/"), run.out());
      assertTrue(run.out().endsWith("checks=2 passed=0 failed=2 skipped=0\n"), run.out());
    }
  }

  private static void answerNothing(ServerSocket server) {
    try {
      while (true) {
        server.accept().close();
      }
    } catch (IOException _) {
      // Closed by the test.
    }
  }

  @Test
  void the_list_names_each_check_with_its_promise() {
    var run = Run.of(directory, "check", "--list", "--only", "8");
    assertEquals(0, run.status());
    assertEquals(3, run.out().lines().count());
    assertTrue(run.out().contains("Twenty simultaneous starts open exactly six"), run.out());
  }
}
