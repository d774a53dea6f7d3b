package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pixstream.postgres.LanesElsewhereException;
import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.server.node.PixStreamServer;
import dev.pixstream.server.node.ServerOptions;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A server on a database whose lanes were in Redis. */
@ExtendWith(PostgresExtension.class)
final class ChangeOfCoordinatorTest {

  @Test
  @Tag("store.16")
  void a_server_does_not_start_without_redis_where_redis_was_used(TestDatabase database) {
    var url = DatabaseUrl.parse(database.url());
    var options = ServerOptions.DEFAULT.withPort(0);
    PixStreamServer.start(options, url).close();
    database.execute("INSERT INTO pixstream.lane_epoch VALUES ('32074986', 1)");
    assertThrows(LanesElsewhereException.class, () -> PixStreamServer.start(options, url).close());
  }
}
