package dev.pixstream.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.server.node.PixStreamServer;
import dev.pixstream.server.node.ServerOptions;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code pixstream fault} against a server that has faults, and one that has none. */
@ExtendWith(PostgresExtension.class)
class FaultTest {
  private final TestDatabase database;
  private PixStreamServer server;

  @TempDir private Path directory;

  FaultTest(TestDatabase database) {
    this.database = database;
    this.server = start(true);
  }

  private PixStreamServer start(boolean faults) {
    return PixStreamServer.start(
        ServerOptions.DEFAULT.withFaults(faults), DatabaseUrl.parse(database.url()));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void they_are_ordered_listed_and_cleared() {
    var added = fault("add", "lost-response", "--ispb", "12345678", "--nth", "3", "--seed", "9");
    assertEquals(0, added.status(), added.err());
    assertEquals(
        "1 lost-response ispb=12345678 on=pull nth=3 seed=9 seen=0 happened=0\n", added.out());
    var delay =
        fault(
            "add",
            "delay",
            "--delay",
            "50ms",
            "--delay-max",
            "2s",
            "--on",
            "start,pull",
            "--probability",
            "0.5",
            "--times",
            "4",
            "--json");
    var json = new JsonObject(delay.out().lines().toList().getLast());
    assertEquals(2_000, json.getInteger("delayMaxMs"));
    assertEquals(2, json.getJsonArray("on").size());

    assertEquals(2, fault("list").out().lines().count());
    assertEquals(added.out(), fault("list", "--ispb", "12345678").out());
    assertEquals("cleared 1\n", fault("clear", "--ispb", "12345678").out());
    assertEquals("cleared 1\n", fault("clear", "2").out());
    var gone = fault("clear", "2", "--json");
    assertEquals("{\"cleared\":0}\n", gone.out());
    assertEquals(1, gone.status());
    assertEquals("cleared 0\n", fault("clear").out());
  }

  @Test
  void a_script_takes_the_place_of_what_is_active() throws IOException {
    fault("add", "cut-body");
    var script = directory.resolve("faults.json");
    Files.writeString(
        script,
        "{\"seed\":4,\"faults\":[{\"fault\":\"ended-lease\",\"afterMs\":5},{\"fault\":\"throttled\"}]}");

    var run = fault("add", "--script", script.toString(), "--replace");

    assertEquals(
        """
        2 ended-lease on=pull afterMs=5 seed=4 seen=0 happened=0
        3 throttled on=pull retryAfter=1 seed=4 seen=0 happened=0
        """,
        run.out());
  }

  @Test
  void a_refusal_of_the_server_is_shown_in_one_line() {
    fails("/faults/0/fault must be delay", fault("add", "fire"));
    fails("/faults/0/on must be of pull, close", fault("add", "duplicate", "--on", "start"));
    server.close();
    server = start(false);
    fails("404", fault("list"));
  }

  @Test
  void what_would_be_passed_over_is_refused() throws IOException {
    var script = Files.writeString(directory.resolve("script.json"), "{\"faults\":[]}");

    refused("--script or the options", fault("add", "--script", script.toString(), "--nth", "3"));
    refused("whole seconds", fault("add", "throttled", "--retry-after", "1500ms"));
    refused("--ispb or ID", fault("clear", "--ispb", "12345678", "1"));
    refused("ISPB", fault("clear", "--ispb", ""));
    assertEquals("", fault("list").out());
  }

  private static void refused(String reason, Run run) {
    assertEquals(2, run.status(), run.err());
    assertTrue(run.err().contains(reason), run.err());
  }

  private static void fails(String reason, Run run) {
    assertEquals(1, run.status());
    assertEquals(1, run.errLines().size(), run.err());
    assertTrue(run.err().contains(reason), run.err());
  }

  private Run fault(String... args) {
    var line = new String[args.length + 3];
    line[0] = "fault";
    System.arraycopy(args, 0, line, 1, args.length);
    line[args.length + 1] = "--url";
    line[args.length + 2] = "http://127.0.0.1:" + server.port();
    return Run.of(directory, line);
  }
}
