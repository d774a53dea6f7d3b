package dev.pixstream.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.server.node.PixStreamServer;
import dev.pixstream.server.node.ServerOptions;
import dev.pixstream.server.node.WorkerOptions;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code pixstream dlq} against a server that has dead letters. */
@ExtendWith(PostgresExtension.class)
class DlqTest {
  private static final String ISPB = "12345678";

  private final TestDatabase database;
  private PixStreamServer server;

  @TempDir private Path directory;

  DlqTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void start() {
    server =
        PixStreamServer.start(
            ServerOptions.DEFAULT.withWorker(WorkerOptions.OFF), DatabaseUrl.parse(database.url()));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  @Tag("dead-letters.1")
  void they_are_listed_with_their_errors() {
    letters(450);

    var run = dlq("list");
    assertEquals(0, run.status(), run.err());
    assertEquals(450, run.out().lines().count());
    assertEquals(
        ISPB + " " + id(1) + " 2026-01-01T00:00:01Z attempts=8 Boom: it went wrong",
        run.out().lines().findFirst().orElseThrow());

    var some =
        dlq("list", "--ispb", ISPB, "--from", "2026-01-01T00:00:02Z", "--max", "2", "--json");
    assertEquals(List.of(id(2), id(3)), some.out().lines().map(DlqTest::endToEndId).toList());
    assertTrue(some.err().contains("more than 2"), some.err());
    assertEquals("", dlq("list", "--ispb", "00000000").out());
    assertEquals("", dlq("list", "--to", "2026-01-01T00:00:00Z").out());
  }

  @Test
  @Tag("dead-letters.1")
  void one_is_shown() {
    letters(1);
    var run = dlq("show", "--ispb", ISPB, id(1));
    assertEquals(0, run.status(), run.err());
    assertTrue(run.out().contains("state: dead\nerrorClass: Boom\n"), run.out());
    assertTrue(run.out().endsWith("message: {\"n\":1}\n"), run.out());
    var json = new JsonObject(dlq("show", "--ispb", ISPB, id(1), "--json").out());
    assertEquals(1, json.getJsonObject("message").getInteger("n"));
    fails("no dead letter", dlq("show", "--ispb", ISPB, id(2)));
  }

  @Test
  void some_are_replayed() {
    letters(3);
    var run = dlq("replay", "--ispb", ISPB, id(1), id(2));
    assertEquals(0, run.status(), run.err());
    assertEquals("replayed 2, replayed before 0, discarded before 0, unknown 0\n", run.out());
    assertEquals(List.of("1"), dead());
    var again = dlq("replay", "--ispb", ISPB, id(1), id(9), "--json");
    assertEquals(1, again.status());
    assertEquals(
        new JsonObject("{\"replayed\":0,\"unchanged\":1,\"discarded\":0,\"unknown\":1}"),
        new JsonObject(again.out()));
  }

  @Test
  @Tag("dead-letters.2")
  void all_are_replayed_over_several_requests() {
    letters(10_500);
    var run = dlq("replay", "--ispb", ISPB, "--all");
    assertEquals("replayed 10500\n", run.out());
    assertEquals(List.of("0"), dead());
    assertEquals("{\"replayed\":0}\n", dlq("replay", "--ispb", ISPB, "--all", "--json").out());
  }

  @Test
  @Tag("dead-letters.3")
  void one_is_discarded_with_a_reason() {
    letters(2);
    var missing = dlq("discard", "--ispb", ISPB, id(1));
    assertEquals(2, missing.status());
    assertTrue(missing.err().contains("--reason"), missing.err());
    fails("/reason must be", dlq("discard", "--ispb", ISPB, id(1), "--reason", " "));

    assertEquals(
        "discarded " + id(1) + "\n",
        dlq("discard", "--ispb", ISPB, id(1), "--reason", "by hand").out());
    assertEquals(
        id(1) + " was discarded before\n",
        dlq("discard", "--ispb", ISPB, id(1), "--reason", "by hand").out());
    assertTrue(dlq("show", "--ispb", ISPB, id(1)).out().contains("; by hand\n"));
    assertEquals(List.of("1"), dead());
  }

  private static void fails(String reason, Run run) {
    assertEquals(1, run.status());
    assertEquals(1, run.errLines().size(), run.err());
    assertTrue(run.err().contains(reason), run.err());
  }

  private Run dlq(String... args) {
    var line = new String[args.length + 3];
    line[0] = "dlq";
    System.arraycopy(args, 0, line, 1, args.length);
    line[args.length + 1] = "--url";
    line[args.length + 2] = "http://127.0.0.1:" + server.port();
    return Run.of(directory, line);
  }

  /** Rows as a worker leaves them; what brought them about is the server's to test. */
  private void letters(int count) {
    database.execute(
        """
        INSERT INTO pixstream.message
        SELECT '%1$s', n, 'E12345678202601010000' || lpad(n::text, 11, '0'), '2026-01-01Z',
               convert_to('{"n":' || n || '}', 'UTF8')
        FROM generate_series(1, %2$d) n
        """
            .formatted(ISPB, count));
    database.execute(
        """
        INSERT INTO pixstream.failure
        SELECT m.ispb, m.seq, m.end_to_end_id, 'dead', 8, m.stored_at, NULL, 'Boom', 'it went' || chr(10) || 'wrong',
               m.stored_at, m.stored_at + m.seq * interval '1 s', NULL
        FROM pixstream.message m
        """);
  }

  private List<String> dead() {
    return database.query("SELECT count(*) FROM pixstream.failure WHERE state = 'dead'");
  }

  private static String id(int number) {
    return "E12345678202601010000%011d".formatted(number);
  }

  private static String endToEndId(String json) {
    return new JsonObject(json).getString("endToEndId");
  }
}
