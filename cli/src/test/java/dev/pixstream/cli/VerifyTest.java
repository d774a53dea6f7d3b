package dev.pixstream.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.embedded.EmbeddedRedis;
import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.redis.link.RedisUrl;
import dev.pixstream.server.node.PixStreamServer;
import dev.pixstream.server.node.ServerOptions;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code pixstream verify} against servers that are well, that are not, and that are none. */
@ExtendWith(PostgresExtension.class)
class VerifyTest {
  private static final String ISPB = "12345678";

  private final TestDatabase database;

  @TempDir private Path directory;

  VerifyTest(TestDatabase database) {
    this.database = database;
  }

  @Test
  void an_installation_that_is_well_has_status_0() {
    try (var server = server()) {
      seed(server, ISPB, 25_000);
      seed(server, "00000000", 10);
      var run = verify(server);
      assertEquals(0, run.status(), run.err());
      assertEquals("lanes=2 messages=25010 violations=0\n", run.out());
      assertEquals(
          "{\"lanes\":1,\"messages\":10,\"violations\":0}\n",
          verify(server, "--ispb", "00000000", "--json").out());
    }
  }

  @Test
  @Tag("store.6")
  void each_violation_is_a_line_and_the_status_is_1() {
    try (var server = server()) {
      seed(server, ISPB, 400);
      // More than one answer holds: each odd message is open for redelivery, and not claimed.
      database.execute(
          "INSERT INTO pixstream.returned SELECT '"
              + ISPB
              + "', 2 * n, 2 * n + 1, 1 FROM generate_series(0, 119) n");
      var run = verify(server);
      assertEquals(1, run.status(), run.err());
      var lines = run.out().lines().toList();
      assertEquals(121, lines.size());
      assertTrue(
          lines.contains("12345678: (2, 3] is beyond the head and returned"), lines.toString());
      assertEquals("lanes=1 messages=400 violations=120", lines.getLast());

      var json = verify(server, "--json").out().lines().map(JsonObject::new).toList();
      assertEquals("twice", json.getFirst().getString("kind"));
      assertEquals(0, json.getFirst().getLong("from"));
      assertEquals(120, json.getLast().getLong("violations"));
    }
  }

  @Test
  @Tag("store.6")
  void during_a_drain_nothing_is_wrong() {
    // Not the common pool: it may have one thread, of which the collectors need one.
    try (var drains = Executors.newSingleThreadExecutor();
        var redis = EmbeddedRedis.start();
        var server =
            PixStreamServer.start(
                ServerOptions.DEFAULT,
                DatabaseUrl.parse(database.url()),
                Optional.of(RedisUrl.parse(redis.url())))) {
      seed(server, ISPB, 10_000);
      var drain =
          CompletableFuture.supplyAsync(
              () ->
                  Run.of(
                      directory,
                      "collect",
                      ISPB,
                      "--url",
                      url(server),
                      "--collectors",
                      "6",
                      "--max",
                      "10000"),
              drains);
      int looks = 0;
      while (!drain.isDone()) {
        var run = verify(server);
        assertEquals(0, run.status(), run.out() + run.err());
        looks++;
      }
      assertEquals(0, drain.join().status(), drain.join().err());
      assertTrue(looks > 1, looks + " looks");
      assertEquals("lanes=1 messages=10000 violations=0\n", verify(server).out());
    }
  }

  @Test
  @Tag("store.6")
  void who_could_not_look_has_status_2_and_says_why_in_one_line() throws IOException {
    try (var server = server()) {
      fails("nothing was ever stored for 99999999", verify(server, "--ispb", "99999999"));
      fails("expected an ISPB", verify(server, "--ispb", "1234"));
      fails("has the form http://host:port", Run.of(directory, "verify", "nowhere"));
      fails(
          "--token-file or --api-key-file",
          verify(server, "--token-file", "a", "--api-key-file", "b"));
    }
    int free;
    try (var socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    fails("can't reach a server", Run.of(directory, "verify", "http://127.0.0.1:" + free));
  }

  @Test
  void the_address_may_be_an_option_as_with_other_commands() {
    try (var server = server()) {
      seed(server, ISPB, 10);
      var run = Run.of(directory, "verify", "--url", url(server), "--json");
      assertEquals(0, run.status(), run.err());
      assertEquals(
          0, Run.of(directory, "verify", "--json", url(server)).status(), "--json and an address");
    }
  }

  private static void fails(String reason, Run run) {
    assertEquals(2, run.status(), run.out());
    assertEquals(1, run.errLines().size(), run.err());
    assertTrue(run.err().contains(reason), run.err());
    assertEquals(List.of(), run.out().lines().toList());
  }

  private PixStreamServer server() {
    return PixStreamServer.start(ServerOptions.DEFAULT, DatabaseUrl.parse(database.url()));
  }

  private void seed(PixStreamServer server, String ispb, int messages) {
    var run = Run.of(directory, "seed", ispb, Integer.toString(messages), "--url", url(server));
    assertEquals(0, run.status(), run.err());
  }

  private Run verify(PixStreamServer server, String... args) {
    var line = new String[args.length + 2];
    line[0] = "verify";
    line[1] = url(server);
    System.arraycopy(args, 0, line, 2, args.length);
    return Run.of(directory, line);
  }

  private static String url(PixStreamServer server) {
    return "http://127.0.0.1:" + server.port();
  }
}
