package dev.pixstream.cli.flood;

import static dev.pixstream.cli.flood.Requests.BODY_BYTES;
import static dev.pixstream.cli.flood.Requests.ISPB;
import static dev.pixstream.cli.flood.Requests.get;
import static dev.pixstream.cli.flood.Requests.largest;
import static dev.pixstream.cli.flood.Requests.message;
import static dev.pixstream.cli.flood.Requests.post;
import static dev.pixstream.cli.flood.Requests.posting;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.model.Ispb;
import dev.pixstream.server.security.ApiKey;
import dev.pixstream.server.security.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One node with the default heap is filled up to each of its bounds, by strangers and by callers.
 * It is alive and ready meanwhile, and serves as usual afterwards.
 */
@Timeout(180)
class FloodTest {
  /** More than half of 192 MB has room for, 11 KiB each. */
  private static final int CONNECTIONS = 8_800;

  private static final String START = "/api/pix/" + ISPB + "/stream/start";

  @TempDir private static Path directory;
  private static Served node;
  private static String publisher = "";
  private static String collector = "";
  private static String admin = "";

  @BeforeAll
  static void serve() throws IOException {
    var ispb = Optional.of(Ispb.parse(ISPB).orElseThrow());
    var keys = directory.resolve("keys");
    publisher = key(keys, ispb, Role.PUBLISHER);
    collector = key(keys, ispb, Role.COLLECTOR);
    admin = key(keys, Optional.empty(), Role.ADMIN);
    node =
        Served.start(
            directory,
            "--api-keys=" + keys,
            "--wait=500ms",
            "--lease=10s",
            "--body-timeout=20s",
            "--head-timeout=5m");
  }

  @AfterAll
  static void end() {
    node.close();
  }

  private static String key(Path file, Optional<Ispb> ispb, Role role) throws IOException {
    var key = ApiKey.generate(ispb, EnumSet.of(role));
    Files.writeString(file, (Files.exists(file) ? Files.readString(file) : "") + key.line() + "\n");
    return key.secret();
  }

  /** Normal service, whatever was before. */
  @AfterEach
  void a_message_is_stored_and_collected() throws Exception {
    healthy();
    Until.holds(() -> answers("201", post(publisher, message(99_999, 0))));
    Until.holds(
        () -> answers("200", get(START, collector)) || answers("204", get(START, collector)));
    assertTrue(node.isAlive(), node.err());
    assertFalse(node.err().contains("OutOfMemory"), node.err());
  }

  @Test
  @Tag("load.3")
  void strangers_that_ask_for_documents_and_read_nothing() throws Exception {
    flood(
        flood -> {
          flood.send(1_200, get("/docs/swagger-ui-bundle.js", ""));
          healthy();
          flood.send(600, get("/docs/swagger-ui-bundle.js", "").repeat(20));
        });
  }

  @Test
  @Tag("load.3")
  void strangers_that_never_end_a_head() throws Exception {
    flood(
        flood -> {
          flood.send(
              1_500, "GET /docs HTTP/1.1\r\nHost: localhost\r\nX-Long: " + "x".repeat(2_000));
          healthy();
          flood.send(1_500, "GET /docs HTTP/1.1\r\nHost: localhost\r\n" + "a:\r\n".repeat(1_900));
        });
  }

  @Test
  @Tag("load.3")
  void strangers_that_ask_without_waiting_for_answers() throws Exception {
    flood(flood -> flood.send(500, get("/nowhere", "").repeat(1_000)));
  }

  @Test
  @Tag("load.3")
  void heads_with_too_many_headers_are_refused() throws Exception {
    try (var flood = new Flood(node.port())) {
      var head = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n" + "a:\r\n".repeat(200) + "\r\n";

      assertEquals(Map.of("431", 200), flood.statuses(200, n -> head.getBytes(ISO_8859_1)));
    }
  }

  @Test
  @Tag("load.3")
  void more_connections_than_may_be_open() throws Exception {
    try (var flood = new Flood(node.port())) {
      flood.send(CONNECTIONS, "");

      healthy();
      assertEquals(
          Map.of("503", 20), flood.statuses(20, n -> get("/docs", "").getBytes(ISO_8859_1)));
    }
  }

  @Test
  @Tag("load.3")
  void bodies_of_strangers_are_not_read() throws Exception {
    var stranger = largest("");
    flood(flood -> assertOnly(Set.of("401", Flood.CUT), flood.statuses(60, n -> stranger)));
  }

  @Test
  @Tag("load.3")
  void large_bodies_of_one_publisher_side_by_side() throws Exception {
    var large = largest(publisher);
    flood(
        flood ->
            Until.holds(
                () -> {
                  var statuses = flood.statuses(30, n -> large);
                  assertOnly(Set.of("201", "408", "503", Flood.CUT), statuses);
                  return statuses.containsKey("201") && statuses.containsKey("503");
                }));
  }

  @Test
  @Tag("load.3")
  void large_bodies_that_never_come() throws Exception {
    flood(
        flood -> {
          var head = posting(publisher, BODY_BYTES) + "[";
          var statuses = flood.statuses(60, n -> head.getBytes(ISO_8859_1));

          assertOnly(Set.of("408", "503", Flood.CUT), statuses);
          assertTrue(
              statuses.containsKey("408") && statuses.containsKey("503"), statuses::toString);
        });
  }

  @Test
  @Tag("load.3")
  void bodies_and_forms_that_are_too_large() throws Exception {
    try (var flood = new Flood(node.port())) {
      var form =
          posting("/console/sign-in", "", "application/x-www-form-urlencoded", 4_097)
              .getBytes(ISO_8859_1);
      var body = posting(publisher, BODY_BYTES + 1);

      assertEquals(Map.of("413", 20), flood.statuses(20, n -> form));
      assertEquals(Map.of("413", 20), flood.statuses(20, n -> body.getBytes(ISO_8859_1)));
    }
  }

  @Test
  @Tag("load.3")
  void callers_that_read_nothing_of_what_they_ask_for() throws Exception {
    assertTrue(answers("201", new String(largest(publisher), ISO_8859_1)));
    flood(
        flood -> {
          flood.send(400, get("/metrics", admin));
          flood.send(300, get("/api/admin/dead-letters", admin));
          flood.send(300, get("/api/admin/verify", admin));
          flood.send(300, get(START, collector));
          var starts = flood.statuses(20, n -> get(START, collector).getBytes(ISO_8859_1));
          assertTrue(starts.containsKey("429"), starts::toString);
        });
  }

  @Test
  @Tag("load.3")
  void pages_that_are_watched_have_a_bound() throws Exception {
    var watching =
        "GET /console/events HTTP/1.1\r\nHost: localhost\r\nCookie: pixstream-console=%s\r\n\r\n"
            .formatted(admin);
    flood(
        flood -> {
          flood.send(300, watching);
          Until.holds(
              () -> flood.statuses(1, n -> watching.getBytes(ISO_8859_1)).containsKey("503"));
        });
  }

  /** It is alive and ready while a flood lasts. */
  private static void flood(Consumer<Flood> wave) {
    try (var flood = new Flood(node.port())) {
      wave.accept(flood);
      healthy();
    }
  }

  private static void healthy() {
    Until.holds(() -> answers("200", get("/health/live", "")));
    Until.holds(() -> answers("200", get("/health/ready", "")));
  }

  private static boolean answers(String status, String request) {
    try (var one = new Flood(node.port())) {
      return one.statuses(1, n -> request.getBytes(ISO_8859_1)).containsKey(status);
    }
  }

  private static void assertOnly(Set<String> allowed, Map<String, Integer> statuses) {
    assertTrue(allowed.containsAll(statuses.keySet()), statuses::toString);
  }
}
