package dev.pixstream.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pixstream.cli.remote.AdminClient;
import dev.pixstream.cli.terminal.CommandFailure;
import dev.pixstream.client.PixAccess;
import dev.pixstream.core.store.StreamRules;
import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.server.node.PixStreamServer;
import dev.pixstream.server.node.ServerOptions;
import dev.pixstream.server.node.WorkerOptions;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.Stalling;
import dev.pixstream.testkit.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands at a server behind a proxy that takes a prefix away, and at one that stalls. */
@ExtendWith(PostgresExtension.class)
@Timeout(120)
class PrefixTest {
  private static final String PREFIX = "/banco";
  private static final String ISPB = "12345678";

  private final TestDatabase database;

  @TempDir private Path directory;

  PrefixTest(TestDatabase database) {
    this.database = database;
  }

  /** Passes on what begins with the prefix, without it; all else is 404. */
  private static HttpServer proxy(int port, boolean putsBack, HttpClient client)
      throws IOException {
    var proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    proxy.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    proxy.createContext(
        PREFIX + "/",
        exchange -> {
          try (exchange) {
            pass(exchange, port, putsBack, client);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    proxy.start();
    return proxy;
  }

  private static void pass(HttpExchange exchange, int port, boolean putsBack, HttpClient client)
      throws IOException, InterruptedException {
    var path = exchange.getRequestURI().toString().substring(PREFIX.length());
    var body = BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes());
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .method(exchange.getRequestMethod(), body);
    for (var name : List.of("Accept", "Content-Type")) {
      var value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        request.header(name, value);
      }
    }
    var answer = client.send(request.build(), BodyHandlers.ofByteArray());
    answer
        .headers()
        .firstValue("Pull-Next")
        .ifPresent(
            next ->
                exchange.getResponseHeaders().add("Pull-Next", putsBack ? PREFIX + next : next));
    int length = answer.body().length;
    exchange.sendResponseHeaders(answer.statusCode(), length == 0 ? -1 : length);
    if (length > 0) {
      exchange.getResponseBody().write(answer.body());
    }
  }

  private PixStreamServer server(Duration wait) {
    var rules =
        new StreamRules(
            wait,
            StreamRules.DEFAULT.lease(),
            StreamRules.DEFAULT.grace(),
            StreamRules.STREAMS_MAX);
    var options =
        ServerOptions.DEFAULT.withRules(rules).withFaults(true).withWorker(WorkerOptions.OFF);
    return PixStreamServer.start(options, DatabaseUrl.parse(database.url()));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("access.12")
  void commands_work_behind_a_prefix(boolean putsBack) throws Exception {
    try (var server = server(Duration.ofMillis(200));
        var client = HttpClient.newHttpClient()) {
      var proxy = proxy(server.port(), putsBack, client);
      var url = "http://127.0.0.1:" + proxy.getAddress().getPort() + PREFIX;
      works("seed", ISPB, "25", "--url", url);
      var file = directory.resolve("messages-" + putsBack);
      // What was confirmed does not come a second time.
      works("collect", ISPB, "--idle-exit", "--output", file.toString(), "--url", url);
      works("collect", ISPB, "--idle-exit", "--output", file.toString(), "--url", url);
      assertEquals(25, Files.readAllLines(file).size());
      works("dlq", "list", "--url", url);
      works("fault", "list", "--url", url);
      assertTrue(works("verify", url + "/").out().contains("violations=0"));
      proxy.stop(0);
    }
  }

  @Test
  @Tag("access.12")
  void a_check_and_a_measurement_work_behind_a_prefix() throws Exception {
    try (var server = server(Duration.ofSeconds(2));
        var wire = new PrefixWire(server.port())) {
      var check = works("check", wire.url(), "--patience", "0s");
      assertFalse(check.out().contains("FAIL"), check.out());
      for (var mode : List.of("--rate 100", "--mode closed --publishers 2 --array 10")) {
        var args =
            "bench %s %s --lanes 2 --collectors 2 --warmup 0s --duration 1s --settle 10s"
                .formatted(wire.url(), mode);
        var bench = works(args.split(" ", -1));
        assertFalse(bench.out().contains("lost while"), bench.out());
      }
    }
  }

  private Run works(String... args) {
    var run = Run.of(directory, args);
    assertEquals(0, run.status(), run.err() + run.out());
    return run;
  }

  @Test
  void a_name_with_an_underscore_is_refused_over_https_alone() {
    var refused = Run.of(directory, "seed", ISPB, "1", "--url", "https://pix_stream");
    assertEquals(2, refused.status(), refused.err());
    assertTrue(refused.err().contains("pix_stream is not"), refused.err());

    var unknown = Run.of(directory, "seed", ISPB, "1", "--url", "http://no_such.invalid:1");
    assertEquals(1, unknown.status(), unknown.err());
    assertTrue(unknown.err().contains("can't reach"), unknown.err());
  }

  @ParameterizedTest
  @EnumSource
  @Tag("access.12")
  void a_server_that_stalls_is_told_in_time(Stalling.How how) {
    try (var stalling = new Stalling(how);
        var client = new AdminClient(stalling.uri(), PixAccess.NONE, Duration.ofSeconds(1))) {
      var failure = assertThrows(CommandFailure.class, () -> client.get("/api/admin/verify"));

      assertTrue(String.valueOf(failure.getMessage()).contains("did not answer"));
    }
  }
}
