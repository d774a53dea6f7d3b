package dev.pixstream.postgres;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.embedded.Binaries;
import dev.pixstream.embedded.DatabaseOptions;
import dev.pixstream.embedded.EmbeddedDatabase;
import java.net.URI;
import java.nio.file.Path;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;

class OldestPostgresTest {

  @Test
  void tests_can_start_the_oldest_and_newest_version_together() throws Exception {
    assertTrue(versionOf(oldest()).startsWith("13."));
    assertTrue(versionOf(Binaries.onClassPath()).startsWith("18."));
  }

  private static Binaries oldest() {
    return Binaries.fromJar(Path.of(System.getProperty("pixstream.test.postgres13", "unset")));
  }

  private static String versionOf(Binaries binaries) throws Exception {
    var options = DatabaseOptions.defaults().withBinaries(binaries).withoutFsync();
    try (EmbeddedDatabase database = EmbeddedDatabase.temporary(options)) {
      URI uri = URI.create(database.url());
      String[] account = uri.getUserInfo().split(":", 2);
      String jdbc = "jdbc:postgresql://127.0.0.1:" + uri.getPort() + uri.getPath();
      try (var connection = DriverManager.getConnection(jdbc, account[0], account[1])) {
        return connection.getMetaData().getDatabaseProductVersion();
      }
    }
  }
}
