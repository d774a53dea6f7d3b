package dev.pixstream.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.pixstream.benchmark.result.JsonResult;
import dev.pixstream.cli.Run;
import dev.pixstream.embedded.DatabaseOptions;
import dev.pixstream.embedded.EmbeddedDatabase;
import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.server.node.PixStreamServer;
import dev.pixstream.server.node.ServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class BenchCommandTest {

  private static final String GOOD =
      "stored=\\d+ received=\\d+ unsent=0 missing=0 duplicates=0 redelivered=0 foreign=0";

  @TempDir private Path directory;

  private Run bench(String line) {
    return Run.of(directory, ("bench " + line).split(" ", -1));
  }

  @Test
  @Timeout(120)
  @Tag("bench.1")
  void its_own_server_of_two_nodes_is_measured_and_leaves_nothing_behind() throws IOException {
    var json = directory.resolve("a.json");
    var html = directory.resolve("a.html");
    var run =
        bench(
            "--nodes 2 --messages 3000 --lanes 2 --collectors 2 --warmup 0s --duration 30s"
                + " --json %s --html %s".formatted(json, html));
    assertEquals(0, run.status(), run.out() + run.err());
    assertTrue(run.out().lines().toList().getLast().matches(GOOD), run.out());
    var result = JsonResult.read(Files.readString(json));
    assertEquals(3_000, result.totals().received());
    assertEquals(2, result.setup().nodes());
    for (var process : new String[] {"server", "database", "driver"}) {
      assertTrue(result.processes().containsKey(process), process);
    }
    assertTrue(
        run.out().matches("(?s).*\\nserver memory +\\d{2,4}(\\.\\d)? MB max\\n.*"), run.out());
    assertTrue(Files.readString(html).contains("<svg"));
    assertFalse(
        ProcessHandle.current()
            .descendants()
            .anyMatch(child -> child.info().commandLine().orElse("").contains(" serve --port=0 ")));
  }

  @Test
  @Timeout(120)
  @Tag("bench.1")
  void a_server_at_an_address_takes_open_and_closed_load_and_the_record_day() throws IOException {
    try (var database = EmbeddedDatabase.temporary(DatabaseOptions.defaults());
        var server =
            PixStreamServer.start(ServerOptions.DEFAULT, DatabaseUrl.parse(database.url()))) {
      var url = "http://127.0.0.1:" + server.port() + " ";
      good(bench(url + "--rate 100 --lanes 3 --collectors 2 --warmup 0s --duration 1s"));
      good(bench(url + "--mode closed --publishers 2 --array 10 --warmup 0s --duration 1s"));
      good(bench(url + "--mode store --publishers 2 --array 10 --warmup 0s --duration 1s"));
      var day =
          bench(
              url
                  + "--profile record-day --multiple 0.01 --lanes 20 --accept json --warmup 0s"
                  + " --duration 1s --pid "
                  + ProcessHandle.current().pid()
                  + " --database-pid "
                  + database.pid());
      good(day);
      assertTrue(day.out().startsWith("record-day: open, 110 messages/s, 20 lanes"), day.out());
      assertTrue(day.out().contains("real time held"), day.out());
      assertTrue(day.out().contains("The server's memory: "), day.out());
      assertTrue(day.out().contains("database CPU"), day.out());
    }
  }

  private static void good(Run run) {
    assertEquals(0, run.status(), run.out() + run.err());
    assertTrue(run.out().lines().toList().getLast().matches(GOOD), run.out());
  }

  @Test
  @Timeout(60)
  void a_foreign_server_is_named_in_one_line() throws IOException {
    var other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.start();
    try {
      var run = bench("http://127.0.0.1:" + other.getAddress().getPort() + " --messages 10");
      assertEquals(1, run.status(), run.out() + run.err());
      assertEquals(1, run.errLines().size(), run.err());
      assertTrue(run.err().contains("storing was refused: 404"), run.err());
    } finally {
      other.stop(0);
    }
  }

  @Test
  void an_invalid_result_can_not_be_compared() throws IOException {
    var file = Files.writeString(directory.resolve("x.json"), "{}");
    for (var line :
        new String[] {
          "compare %s %s".formatted(file, file),
          "compare nothing.json %s".formatted(file),
          "report %s --html y.html".formatted(file)
        }) {
      var run = bench(line);
      assertEquals(2, run.status(), run.err());
      assertEquals(1, run.errLines().size(), run.err());
    }
  }
}
