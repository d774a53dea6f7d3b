package dev.pixstream.postgres;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pixstream.embedded.DatabaseOptions;
import dev.pixstream.embedded.EmbeddedDatabase;
import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.postgres.link.Session;
import dev.pixstream.testkit.TestDatabase;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A name that leads to a standby for a while. */
final class StandbyTest {

  @Test
  @Tag("errors.6")
  @Tag("errors.9")
  void a_connection_to_a_standby_is_ended_and_one_to_a_promoted_one_stays(@TempDir Path directory)
      throws SQLException {
    var options = DatabaseOptions.defaults().withoutFsync();
    try (var primary = EmbeddedDatabase.start(directory, options);
        var inside = TestDatabase.at(primary.superuserUrl())) {
      assertEquals("off", prepared(primary));
      inside.execute("COPY (SELECT 1) TO PROGRAM 'cat >standby.signal'");
    }
    // From now on it waits for what a primary writes.
    try (var standby = EmbeddedDatabase.start(directory, options);
        var inside = TestDatabase.at(standby.superuserUrl())) {
      assertEquals("ended", prepared(standby));

      assertEquals(List.of("t"), inside.query("SELECT pg_promote()"));

      assertEquals("off", prepared(standby));
    }
  }

  /** What such a connection says of itself, if it is not ended. */
  private static String prepared(EmbeddedDatabase database) {
    var vertx = Vertx.vertx();
    try {
      return PgConnection.connect(vertx, DatabaseUrl.parse(database.url()).options().getFirst())
          .compose(
              connection -> {
                var said = Promise.<String>promise();
                connection.closeHandler(end -> said.tryComplete("ended"));
                new Session("off", Duration.ofSeconds(10))
                    .prepare(connection)
                    .compose(done -> connection.query("SHOW transaction_read_only").execute())
                    .onSuccess(rows -> said.tryComplete(rows.iterator().next().getString(0)));
                return said.future();
              })
          .toCompletionStage()
          .toCompletableFuture()
          .orTimeout(60, SECONDS)
          .join();
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }
}
