package dev.pixstream.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pixstream.core.store.StreamRules;
import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.postgres.link.StoreLimits;
import dev.pixstream.server.http.HttpServers;
import dev.pixstream.server.limits.Bounds;
import dev.pixstream.server.limits.LimitOptions;
import dev.pixstream.server.node.PixStreamServer;
import dev.pixstream.server.node.ServerOptions;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each time that is a setting may be as long as it may: nothing else ends before it. */
@ExtendWith(PostgresExtension.class)
final class LongestTimesTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  @Tag("between.5")
  void a_server_with_the_longest_times_stores_and_delivers(TestDatabase database) throws Exception {
    var usual = LimitOptions.DEFAULT;
    var bounds =
        new Bounds(
            Optional.empty(),
            4_000,
            20_000,
            usual.bounds().bodyBytesMax(),
            usual.bounds().clientBytesMax(),
            HOUR,
            HOUR,
            HOUR,
            HOUR);
    var options =
        ServerOptions.DEFAULT
            .withRules(new StreamRules(StreamRules.DEFAULT.waitMax(), HOUR, HOUR, 6))
            .withLimits(
                new LimitOptions(
                    usual.rates(), bounds, new StoreLimits(1_000, StoreLimits.CALL_MAX)));
    try (var server = PixStreamServer.start(options, DatabaseUrl.parse(database.url()));
        var http = HttpClient.newHttpClient()) {
      var statuses =
          List.of(
              send(http, server, "POST", "/api/util/msgs/00000001/3"),
              send(http, server, "GET", "/api/pix/00000001/stream/start"),
              send(http, server, "GET", "/health/ready"));

      assertEquals(List.of(201, 200, 200), statuses);
    }
  }

  @Test
  @Tag("between.5")
  void no_time_of_the_listener_is_shorter_than_that_of_the_setting() {
    var http = HttpServers.at("127.0.0.1", 0);

    assertEquals(
        List.of(0, 0, 0),
        List.of(http.getIdleTimeout(), http.getReadIdleTimeout(), http.getWriteIdleTimeout()));
  }

  private static int send(HttpClient http, PixStreamServer server, String method, String path)
      throws Exception {
    var url = URI.create("http://127.0.0.1:" + server.port() + path);
    var request = HttpRequest.newBuilder(url).method(method, BodyPublishers.noBody()).build();
    return http.send(request, BodyHandlers.discarding()).statusCode();
  }
}
