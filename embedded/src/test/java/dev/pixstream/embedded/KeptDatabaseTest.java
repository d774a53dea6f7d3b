package dev.pixstream.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptDatabaseTest {

  private static final DatabaseOptions FAST = DatabaseOptions.defaults().withoutFsync();

  @TempDir Path directory;

  @Test
  void data_and_address_are_the_same_after_a_restart() throws Exception {
    String url;
    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory, FAST)) {
      url = database.url();
      Sql.on(database).execute("CREATE TABLE kept AS SELECT 'ação' AS word");
    }
    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory, FAST)) {
      assertEquals(url, database.url());
      assertEquals("ação", Sql.on(database).value("SELECT word FROM kept"));
    }
  }

  @Test
  void closing_stops_the_postmaster_and_may_be_repeated() {
    EmbeddedDatabase database = EmbeddedDatabase.start(directory, FAST);
    ProcessHandle postmaster = ProcessHandle.of(database.pid()).orElseThrow();
    database.close();
    database.close();
    assertFalse(postmaster.isAlive());
  }

  @Test
  void a_connection_needs_the_password() {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory, FAST)) {
      String guessed = database.url().replaceFirst(":[^:@]*@", ":guessed@");
      SQLException refused = assertThrows(SQLException.class, () -> new Sql(guessed).connect());
      assertEquals("28P01", refused.getSQLState());
    }
  }

  @Test
  void the_passwords_are_for_their_owner_alone() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory, FAST)) {
      Map<String, String> urls =
          Map.of("pixstream", database.superuserUrl(), "pixstream_server", database.url());
      for (var url : urls.entrySet()) {
        Path file = database.directory().resolve("postgresql/" + url.getKey() + ".password");
        assertEquals(
            "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertTrue(url.getValue().contains(":" + Files.readString(file) + "@"), url.getKey());
      }
    }
  }

  @Test
  void it_is_durable_and_reachable_from_this_machine_only() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory)) {
      Sql sql = new Sql(database.superuserUrl());
      assertEquals("on", sql.value("SHOW fsync"));
      assertEquals("on", sql.value("SHOW synchronous_commit"));
      assertEquals("on", sql.value("SHOW full_page_writes"));
      assertEquals("127.0.0.1", sql.value("SHOW listen_addresses"));
      assertEquals("", sql.value("SHOW unix_socket_directories"));
      assertEquals("UTF8", sql.value("SHOW server_encoding"));
      assertEquals(
          "C", sql.value("SELECT datcollate FROM pg_database WHERE datname = 'pixstream'"));
      assertEquals("off", sql.value("SHOW jit"));
    }
  }

  @Test
  void a_port_that_was_taken_meanwhile_is_replaced() throws Exception {
    int before;
    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory, FAST)) {
      before = URI.create(database.url()).getPort();
    }
    try (ServerSocket taken = new ServerSocket(before, 1, InetAddress.ofLiteral("127.0.0.1"));
        EmbeddedDatabase database = EmbeddedDatabase.start(directory, FAST)) {
      assertNotEquals(taken.getLocalPort(), URI.create(database.url()).getPort());
      assertEquals("1", Sql.on(database).value("SELECT 1"));
    }
  }

  @Test
  void settings_of_the_users_own_outrank_ours() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory, FAST)) {
      assertEquals("300", Sql.on(database).value("SHOW max_connections"));
    }
    append("max_connections = 40");
    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory, FAST)) {
      assertEquals("40", Sql.on(database).value("SHOW max_connections"));
    }
  }

  @Test
  void a_start_that_fails_says_what_postgresql_says() throws Exception {
    EmbeddedDatabase.start(directory, FAST).close();
    append("no_such_setting = 1");
    String failure = Failures.messageOfStart(directory);
    assertTrue(failure.contains("no_such_setting"), failure);
  }

  @Test
  void a_directory_that_failed_to_start_is_free_again() throws Exception {
    EmbeddedDatabase.start(directory, FAST).close();
    append("no_such_setting = 1");
    Failures.messageOfStart(directory);
    append("# mended");
    Path settings = directory.resolve("postgresql/postgresql.conf");
    Files.writeString(settings, Files.readString(settings).replace("no_such_setting = 1", ""));
    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory, FAST)) {
      assertEquals("1", Sql.on(database).value("SELECT 1"));
    }
  }

  @Test
  void data_of_another_major_version_is_refused_with_the_way_out() throws Exception {
    EmbeddedDatabase.start(directory, FAST).close();
    Files.writeString(directory.resolve("postgresql/PG_VERSION"), "12\n");
    String message = Failures.messageOfStart(directory);
    assertTrue(message.contains("PostgreSQL 12") && message.contains("PostgreSQL 18"), message);
    assertTrue(message.contains("pg_dump") && message.contains("--database-url"), message);
  }

  private void append(String setting) throws Exception {
    Path file = directory.resolve("postgresql/postgresql.conf");
    Files.writeString(file, "\n" + setting + "\n", StandardOpenOption.APPEND);
  }
}
