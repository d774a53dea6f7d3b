package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the console costs: queries and bytes. */
@ContractTest(worker = false)
final class ConsoleLoadTest {
  private static final int VIEWERS = 20;
  private static final int SAMPLES = 3;
  private static final int BYTES_MAX = 200_000;
  private static final Pattern PART = Pattern.compile("(?:src|href)=\"(/console/static/[^\"]+)\"");

  private final Service service;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  ConsoleLoadTest(Service service) {
    this.service = service;
  }

  @Test
  @Tag("telemetry.11")
  void one_query_a_second_serves_all_viewers() {
    var lane = service.lane();
    lane.store(1, 5);
    countLooks();
    var viewers = new ArrayList<CompletableFuture<Long>>();
    for (int i = 0; i < VIEWERS; i++) {
      var path =
          i % 2 == 0
              ? "/console/events?page=" + (i + 1)
              : "/console/lanes/0000000" + i % 8 + "/events";
      viewers.add(
          http.sendAsync(request(path), BodyHandlers.ofLines())
              .thenApplyAsync(
                  answer -> {
                    try (Stream<String> lines = answer.body()) {
                      return lines.filter("event: point"::equals).limit(SAMPLES).count();
                    }
                  }));
    }
    viewers.forEach(viewer -> assertEquals(SAMPLES, viewer.join()));

    int looks = Integer.parseInt(service.database().query("SELECT count(*) FROM looks").getFirst());
    assertTrue(looks >= SAMPLES && looks <= 3 * SAMPLES, looks + " queries");
  }

  @Test
  @Tag("telemetry.11")
  void a_page_is_small_and_all_its_parts_come_from_here() throws Exception {
    var page = get("/console");
    int bytes = page.body().length;
    var html = new String(page.body(), StandardCharsets.UTF_8);
    var parts = PART.matcher(html).results().map(found -> found.group(1)).distinct().toList();
    assertTrue(parts.size() >= 6, parts::toString);
    for (var part : parts) {
      var got = get(part);
      assertEquals(200, got.statusCode(), part);
      assertTrue(got.headers().firstValue("cache-control").orElse("").contains("immutable"));
      bytes += got.body().length;
    }
    assertTrue(bytes < BYTES_MAX, bytes + " bytes");
    assertEquals(
        List.of(), Pattern.compile("(?:src|href)=\"https?:").matcher(html).results().toList());
  }

  /** Counts what is really asked of the database. */
  private void countLooks() {
    service
        .database()
        .execute(
            "CREATE TABLE looks (at timestamptz);"
                + "ALTER FUNCTION pixstream.sample_lanes RENAME TO sample_lanes_counted;"
                + "CREATE FUNCTION pixstream.sample_lanes(since timestamptz, watched text[])"
                + " RETURNS TABLE (measured_at timestamptz, ispb text, tail bigint, head bigint,"
                + " backlog bigint, oldest_at timestamptz, streams integer, waiting integer,"
                + " leased bigint, redelivered bigint, redelivered_lately bigint, processed bigint,"
                + " dead bigint, detail jsonb) LANGUAGE plpgsql AS 'BEGIN"
                + " INSERT INTO public.looks VALUES (clock_timestamp());"
                + " RETURN QUERY SELECT * FROM pixstream.sample_lanes_counted(since, watched); END'");
  }

  private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
    return http.send(request(path), BodyHandlers.ofByteArray());
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.node().port() + path))
        .build();
  }
}
