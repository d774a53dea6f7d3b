package dev.pixstream.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command as people use it, in processes of its own. */
@Timeout(90)
class ServeTest {

  private static final Pattern READY =
      Pattern.compile(
          "PixStream \\S+ serves (http://127\\.0\\.0\\.1:\\d+) "
              + "\\(console at http://127\\.0\\.0\\.1:\\d+/console, docs at /docs, embedded PostgreSQL \\d+ in \\S+\\)");

  @TempDir private static Path directory;
  private static Child server;
  private static String url;

  @BeforeAll
  static void serve() throws IOException {
    server = start();
    url = address(server);
  }

  @AfterAll
  static void end() {
    server.close();
  }

  private static Child start() throws IOException {
    return Child.start(directory, "serve", "--port", "0", "--data", "data", "--wait", "500ms");
  }

  private static String address(Child child) throws IOException {
    var line = child.line();
    var ready = READY.matcher(line);
    assertTrue(ready.matches(), line);
    return ready.group(1);
  }

  private static void seed(String ispb, int number) {
    var run = Run.of(directory, "seed", ispb, Integer.toString(number), "--url", url);
    assertEquals(0, run.status(), run.err());
    assertEquals("stored " + number + " messages for " + ispb + "\n", run.out());
  }

  private static Run collect(String ispb, Path output, String... more) {
    var args =
        new ArrayList<>(List.of("collect", ispb, "--url", url, "--output", output.toString()));
    args.addAll(List.of(more));
    return Run.of(directory, args.toArray(String[]::new));
  }

  @Test
  void what_is_seeded_is_collected_once_each_as_json_lines() throws IOException {
    seed("00000001", 10_050);
    var file = directory.resolve("first.jsonl");
    var run = collect("00000001", file, "--idle-exit");
    assertEquals(0, run.status(), run.err());
    assertTrue(run.err().contains("messages=10050 redelivered=0 rate="), run.err());
    assertEquals("", run.out());
    var lines = Files.readAllLines(file);
    assertEquals(10_050, new HashSet<>(lines).size());
    assertEquals(10_050, lines.size());
    assertTrue(
        lines.stream().allMatch(line -> line.startsWith("{\"endToEndId\":") && line.endsWith("}")));
  }

  @Test
  void max_is_exact_and_leaves_the_rest() throws IOException {
    seed("00000002", 100);
    var file = directory.resolve("some.jsonl");
    assertEquals(0, collect("00000002", file, "--max", "37").status());
    assertEquals(37, Files.readAllLines(file).size());
    var rest = collect("00000002", file, "--idle-exit", "--accept", "json");
    assertTrue(rest.err().contains("messages=63 redelivered=0"), rest.err());
    assertEquals(100, new HashSet<>(Files.readAllLines(file)).size());
  }

  @Test
  void a_switch_that_is_set_already_stays_on_when_it_is_given() {
    var environment = Map.of("PIXSTREAM_IDLE_EXIT", "true");
    var run = Run.of(environment, directory, "collect", "--idle-exit", "00000005", "--url", url);
    assertEquals(0, run.status());
    assertTrue(run.err().contains("messages=0"), run.err());
  }

  @Test
  void a_collector_that_is_ended_has_confirmed_what_it_wrote() throws Exception {
    seed("00000003", 25);
    try (var child = Child.start(directory, "collect", "00000003", "--url", url, "--output", "-")) {
      for (int i = 0; i < 25; i++) {
        assertTrue(child.line().startsWith("{"));
      }
      child.terminate();
      assertEquals(143, child.status());
      assertTrue(child.err().contains("messages=25"), child.err());
    }
    seed("00000003", 1);
    var rest = collect("00000003", directory.resolve("rest.jsonl"), "--max", "1");
    assertTrue(rest.err().contains("messages=1 redelivered=0"), rest.err());
  }

  @Test
  void a_reader_that_goes_away_ends_the_collector() throws Exception {
    seed("00000004", 5_000);
    try (var child =
        Child.start(
            directory, "collect", "00000004", "--url", url, "--output", "-", "--collectors", "1")) {
      child.line();
      child.stopReading();
      assertEquals(1, child.status());
      assertTrue(child.err().contains("not confirmed"), child.err());
    }
    var rest = collect("00000004", directory.resolve("after.jsonl"), "--max", "1");
    assertTrue(rest.err().contains("messages=1 redelivered=1"), rest.err());
  }

  @Test
  void the_end_of_a_server_takes_its_database_along() throws Exception {
    var other =
        Child.start(directory, "serve", "--port", "0", "--data", "other", "--log-level", "debug");
    try (other) {
      address(other);
      var children = other.descendants();
      assertFalse(children.isEmpty());
      other.terminate();
      assertEquals(143, other.status());
      assertTrue(children.stream().noneMatch(ProcessHandle::isAlive));
      assertTrue(other.err().contains("startup_ms"), other.err());
    }
  }

  @Test
  void a_directory_in_use_is_named_in_one_line() {
    var run =
        Run.of(directory, "serve", "--port", "0", "--data", directory.resolve("data").toString());
    assertEquals(1, run.status());
    assertEquals(1, run.errLines().size(), run.err());
    assertTrue(run.err().contains("in use"), run.err());
  }
}
