package dev.pixstream.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.store.StreamRules;
import dev.pixstream.postgres.link.DatabaseUnfitException;
import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.postgres.link.StoreLimits;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import io.vertx.core.Vertx;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The database that is named is migrated and used, no other, and only if it is fit. */
@ExtendWith(PostgresExtension.class)
final class RightDatabaseTest {

  @Test
  @Tag("errors.5")
  void a_name_with_a_plus_is_not_one_with_a_blank(TestDatabase database) throws SQLException {
    var name = "pix" + UUID.randomUUID().toString().substring(0, 8);
    database.execute("CREATE DATABASE \"" + name + "+a\"");
    database.execute("CREATE DATABASE \"" + name + " a\"");
    var server = database.url().substring(0, database.url().lastIndexOf('/') + 1);

    open(server + name + "%2Ba");

    try (var plus = TestDatabase.at(server + name + "%2Ba");
        var blank = TestDatabase.at(server + name + "%20a")) {
      assertEquals(List.of("1"), schemas(plus));
      assertEquals(List.of("0"), schemas(blank));
    }
  }

  private static List<String> schemas(TestDatabase database) {
    return database.query("SELECT count(*) FROM pg_namespace WHERE nspname = 'pixstream'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"LATIN1", "WIN1252", "SQL_ASCII"})
  @Tag("errors.5")
  void a_database_that_is_not_in_utf8_is_refused_for_that_reason(
      String encoding, TestDatabase database) {
    var name = "e" + UUID.randomUUID().toString().replace("-", "");
    database.execute(
        "CREATE DATABASE %s ENCODING '%s' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
            .formatted(name, encoding));
    var url = database.url().substring(0, database.url().lastIndexOf('/') + 1) + name;

    var failure = assertThrows(DatabaseUnfitException.class, () -> open(url));

    assertTrue(String.valueOf(failure.getMessage()).contains(encoding), failure::getMessage);
    assertTrue(String.valueOf(failure.getMessage()).contains("UTF8"), failure::getMessage);
  }

  private static void open(String url) {
    var vertx = Vertx.vertx();
    try {
      PgStore.open(vertx, DatabaseUrl.parse(url), StreamRules.DEFAULT, StoreLimits.DEFAULT)
          .close()
          .toCompletableFuture()
          .join();
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }
}
