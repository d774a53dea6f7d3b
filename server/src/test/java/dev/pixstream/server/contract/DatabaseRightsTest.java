package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.server.OpenApiCheck;
import dev.pixstream.server.node.PixStreamServer;
import dev.pixstream.server.node.ServerOptions;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A node with exactly the rights in PostgreSQL that docs/operations.md names, and with fewer. */
@ExtendWith({OpenApiExtension.class, PostgresExtension.class})
final class DatabaseRightsTest {
  private final TestDatabase database;
  private final String role = "r" + UUID.randomUUID().toString().replace("-", "");
  private final String name;
  private final String url;

  DatabaseRightsTest(TestDatabase database) throws IOException {
    this.database = database;
    this.name = URI.create(database.url()).getPath().substring(1);
    this.url = database.url().replace(URI.create(database.url()).getUserInfo() + "@", role + ":p@");
    database.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'p'");
    database.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC");
    documented().forEach(database::execute);
  }

  /** For the names of this test. */
  private List<String> documented() throws IOException {
    return Files.readAllLines(Path.of("..", "docs", "operations.md")).stream()
        .filter(line -> line.matches("(GRANT|REVOKE) .* ON DATABASE pixstream .*;"))
        .map(line -> line.replace("DATABASE pixstream", "DATABASE " + name))
        .map(line -> line.replace("TO pixstream", "TO " + role))
        .toList();
  }

  @Test
  @Tag("errors.10")
  void the_documented_rights_are_enough_and_create_is_for_the_first_start_alone(
      OpenApiCheck check) {
    try (var node = start(check)) {
      Essentials.pass(node, "12345678");
    }
    database.execute("REVOKE CREATE ON DATABASE " + name + " FROM " + role);
    try (var node = start(check)) {
      Essentials.pass(node, "87654321");
    }
  }

  @Test
  @Tag("errors.10")
  void without_one_of_them_the_start_ends_with_what_postgresql_says() {
    for (var right : List.of("CREATE", "CONNECT")) {
      database.execute("REVOKE " + right + " ON DATABASE " + name + " FROM " + role);

      var failure = assertThrows(RuntimeException.class, this::server);

      assertTrue(String.valueOf(failure.getMessage()).contains(right), failure::getMessage);
      database.execute("GRANT " + right + " ON DATABASE " + name + " TO " + role);
    }
  }

  @Test
  @Tag("errors.10")
  void a_right_that_is_taken_is_unavailable_and_no_mistake_of_the_server(OpenApiCheck check)
      throws SQLException {
    try (var node = start(check);
        var owner = TestDatabase.at(url)) {
      var lane = new Lane(node, "12345678");
      lane.store(1, 1);

      owner.execute("REVOKE INSERT ON pixstream.message, pixstream.batch FROM " + role);
      assertRefused(lane.post(Messages.message(lane.ispb(), 2)));
      assertRefused(lane.startOne());
      owner.execute("GRANT INSERT ON pixstream.message, pixstream.batch TO " + role);
      lane.store(2, 2);

      database.execute("ALTER ROLE " + role + " NOLOGIN");
      owner.query(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE usename = current_user AND pid <> pg_backend_pid()");
      Until.holds(() -> node.get("/health/ready").status() == 503);
      assertEquals(503, lane.post(Messages.message(lane.ispb(), 3)).status());
      database.execute("ALTER ROLE " + role + " LOGIN");
      Until.holds(() -> node.get("/health/ready").status() == 200);
      Essentials.pass(node, "87654321");
    }
  }

  private static void assertRefused(Answer answer) {
    answer.assertProblem(503, "unavailable");
    assertTrue(answer.body().contains("rights"), answer::body);
  }

  private Node start(OpenApiCheck check) {
    return new Node(server(), check);
  }

  private PixStreamServer server() {
    return PixStreamServer.start(ServerOptions.DEFAULT, DatabaseUrl.parse(url));
  }
}
