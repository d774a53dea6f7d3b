package dev.pixstream.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.cli.terminal.CommandFailure;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The embedded PostgreSQL of a server is killed. */
@Timeout(120)
final class LostDatabaseTest {
  private static final Pattern URL = Pattern.compile("serves (http://127\\.0\\.0\\.1:\\d+) ");

  @TempDir private Path directory;

  @Test
  @Tag("errors.8")
  void the_server_starts_it_again_and_goes_on() throws Exception {
    try (var server = serve()) {
      var url = url(server);
      seed(url, 20);
      long killed = kill();

      while (postmaster() == killed || readiness(url) != 200) {
        assertTrue(server.isAlive(), server::err);
      }
      seed(url, 20);
      var file = directory.resolve("all.jsonl").toString();
      var run =
          Run.of(directory, "collect", "12345678", "--url", url, "--output", file, "--idle-exit");
      assertTrue(run.err().contains("messages=40 "), run.err());
    }
  }

  @Test
  @Tag("errors.8")
  void a_server_whose_database_does_not_start_again_ends_with_one_line() throws Exception {
    try (var server = serve()) {
      url(server);
      kill();
      Files.move(directory.resolve("data/postgresql"), directory.resolve("gone"));

      assertEquals(CommandFailure.FAILED, server.status());
      var last = server.err().lines().reduce((one, next) -> next).orElse("");
      assertTrue(last.contains("ended and does not start again"), server::err);
      assertTrue(server.err().lines().noneMatch(line -> line.startsWith("\tat ")), server::err);
    }
  }

  private Child serve() throws IOException {
    return Child.start(directory, "serve", "--port", "0", "--data", "data", "--wait", "500ms");
  }

  private static String url(Child server) throws IOException {
    var line = server.line();
    var found = URL.matcher(line);
    assertTrue(found.find(), line);
    return found.group(1);
  }

  private void seed(String url, int number) {
    var run = Run.of(directory, "seed", "12345678", Integer.toString(number), "--url", url);
    assertEquals(0, run.status(), run.err());
  }

  private long kill() throws IOException {
    long pid = postmaster();
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    return pid;
  }

  /** 0 while there is none. */
  private long postmaster() throws IOException {
    try {
      var first =
          Files.readString(directory.resolve("data/postgresql/postmaster.pid")).split("\n", 2)[0];
      return Long.parseLong(first.isEmpty() ? "0" : first);
    } catch (NoSuchFileException _) {
      return 0;
    }
  }

  private static int readiness(String url) throws IOException {
    var connection = (HttpURLConnection) URI.create(url + "/health/ready").toURL().openConnection();
    return connection.getResponseCode();
  }
}
