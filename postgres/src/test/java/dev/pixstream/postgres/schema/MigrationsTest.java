package dev.pixstream.postgres.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.postgres.link.DatabaseUnfitException;
import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(PostgresExtension.class)
class MigrationsTest {
  private static final int NODES = 4;
  private static final String TABLES =
      "SELECT count(*) FROM pg_class WHERE relnamespace = 'pixstream'::regnamespace AND relkind IN"
          + " ('r', 'v')";

  @Test
  void several_nodes_may_start_at_once_on_an_empty_database(TestDatabase database)
      throws Exception {
    var url = DatabaseUrl.parse(database.url());
    try (var nodes = Executors.newFixedThreadPool(NODES)) {
      var starts = new ArrayList<Callable<Boolean>>();
      for (int i = 0; i < NODES; i++) {
        starts.add(
            () -> {
              Migrations.run(url);
              return true;
            });
      }
      for (var start : nodes.invokeAll(starts)) {
        assertTrue(start.get());
      }
    }
    assertEquals(List.of(), database.violations());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE SCHEMA pixstream; CREATE TABLE pixstream.message (id integer)",
        "CREATE SCHEMA pixstream; CREATE TABLE pixstream.flyway_schema_history (id integer)",
        "CREATE SCHEMA pixstream; CREATE VIEW pixstream.batch AS SELECT 1"
      })
  @Tag("store.4")
  void a_schema_that_is_somebody_elses_is_refused_in_one_line_and_stays_as_it_is(
      String made, TestDatabase database) {
    database.execute(made);
    var message = refusal(DatabaseUrl.parse(database.url()));
    assertTrue(message.contains("has a schema pixstream that PixStream did not make"), message);
    assertEquals(List.of("1"), database.query(TABLES));
  }

  @Test
  @Tag("store.4")
  void the_history_of_somebody_elses_migrations_is_refused_in_one_line(TestDatabase database) {
    var url = DatabaseUrl.parse(database.url());
    Migrations.run(url);
    database.execute("UPDATE pixstream.flyway_schema_history SET checksum = 1 WHERE version = '1'");
    var message = refusal(url);
    assertTrue(message.contains("can't be brought to this version"), message);
  }

  @Test
  @Tag("store.4")
  void a_schema_that_this_user_may_not_use_is_refused_in_one_line(TestDatabase database) {
    var name = "u" + database.query("SELECT current_database()").getFirst();
    database.execute("CREATE ROLE " + name + " LOGIN PASSWORD 'p'");
    database.execute("GRANT " + name + " TO CURRENT_USER");
    database.execute("CREATE SCHEMA pixstream");
    var at = database.url().substring(database.url().lastIndexOf('@'));
    var url = DatabaseUrl.parse("postgresql://" + name + ":p" + at);
    assertTrue(refusal(url).contains("which user " + name + " may not change"));
    database.execute("DROP SCHEMA pixstream");
    assertTrue(refusal(url).contains("user " + name + " may not create it"));
    database.execute(
        "GRANT CREATE ON DATABASE " + at.substring(at.lastIndexOf('/') + 1) + " TO " + name);
    Migrations.run(url);
    database.execute("ALTER TABLE pixstream.message OWNER TO CURRENT_USER");
    assertTrue(refusal(url).contains("may not change"));
    database.execute("DROP OWNED BY " + name + " CASCADE");
    database.execute("DROP ROLE " + name);
  }

  private static String refusal(DatabaseUrl url) {
    var refused = assertThrows(DatabaseUnfitException.class, () -> Migrations.run(url));
    var message = String.valueOf(refused.getMessage());
    assertEquals(1, message.lines().count(), message);
    return message;
  }

  @Test
  void a_database_that_is_not_there_is_named_without_the_password() {
    var url = DatabaseUrl.parse("postgresql://somebody:s3cret@127.0.0.1:1/nowhere");
    var failure = assertThrows(IllegalStateException.class, () -> Migrations.run(url));
    assertTrue(String.valueOf(failure.getMessage()).contains("postgresql://127.0.0.1:1/nowhere"));
    assertTrue(!String.valueOf(failure.getMessage()).contains("s3cret"));
  }
}
