package dev.pixstream.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashTest {

  @TempDir Path directory;

  @Test
  void committed_data_survives_a_killed_postmaster() throws Exception {
    String url;
    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory)) {
      url = database.url();
      Sql.on(database).execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n");
      try (Connection busy = Sql.on(database).connect();
          var statement = busy.createStatement()) {
        statement.execute("SELECT 1");
        ProcessHandle postmaster = ProcessHandle.of(database.pid()).orElseThrow();
        postmaster.destroyForcibly();
        postmaster.onExit().get(10, TimeUnit.SECONDS);
      }
    }
    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory)) {
      assertEquals(url, database.url());
      assertEquals("1000", Sql.on(database).value("SELECT count(*) FROM kept"));
    }
  }

  @Test
  void a_start_waits_for_the_backends_of_a_killed_postmaster() throws Exception {
    Connection lingering;
    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory)) {
      lingering = Sql.on(database).connect();
      // Busy in a way that notices the postmaster's end late.
      Thread.ofVirtual().start(() -> burn(lingering));
      Sql observer = Sql.on(database);
      String active =
          "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT count(%1000000%'";
      while (observer.value(active + " AND pid <> pg_backend_pid()").equals("0")) {
        Thread.onSpinWait();
      }
      ProcessHandle.of(database.pid()).orElseThrow().destroyForcibly();
    }
    try (lingering;
        EmbeddedDatabase database = EmbeddedDatabase.start(directory)) {
      assertEquals("1", Sql.on(database).value("SELECT 1"));
    }
    String log = Files.readString(directory.resolve("postgresql.log"));
    assertTrue(log.contains("is still in use"), "the backend did not linger:\n" + log);
  }

  private static void burn(Connection connection) {
    try (var statement = connection.createStatement()) {
      statement.execute("SELECT count(*) FROM generate_series(1, 8 * 1000000)");
    } catch (java.sql.SQLException killed) {
      // As expected.
    }
  }

  @Test
  void the_orphan_of_a_killed_owner_is_stopped_and_its_data_kept() throws Exception {
    ProcessHandle orphan;
    String password;
    try (Owner owner = Owner.of(directory)) {
      orphan = owner.owned();
      password = Files.readString(directory.resolve("postgresql/pixstream.password"));
      owner.kill();
    }
    assertTrue(orphan.isAlive());
    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory)) {
      assertFalse(new PidFile(orphan.pid(), true).isPostmasterOf(Cluster.pathIn(directory)));
      assertTrue(database.superuserUrl().contains(":" + password + "@"));
      assertEquals("1", Sql.on(database).value("SELECT 1"));
    }
    String log = Files.readString(directory.resolve("postgresql.log"));
    assertTrue(log.contains("received fast shutdown request"), log);
  }

  @Test
  void a_pid_file_whose_number_is_another_process_now_does_not_matter() throws Exception {
    // Not this JVM: PostgreSQL forgives the number of its own parent.
    Process stranger = new ProcessBuilder("cat").start();
    try {
      startsDespitePidFileOf(stranger.pid());
      assertTrue(stranger.isAlive());
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void a_pid_file_whose_process_is_gone_does_not_matter() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    startsDespitePidFileOf(gone.pid());
  }

  @Test
  void a_half_made_database_is_made_anew() throws Exception {
    Files.createDirectories(directory.resolve("postgresql.new/base"));
    Files.writeString(directory.resolve("postgresql.new/PG_VERSION"), "18\n");
    Files.writeString(directory.resolve("postgresql.password"), "old");
    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory)) {
      assertEquals("1", Sql.on(database).value("SELECT 1"));
      assertFalse(database.url().contains(":old@"));
    }
    assertFalse(Files.exists(directory.resolve("postgresql.new")));
  }

  private void startsDespitePidFileOf(long pid) throws Exception {
    Path file = directory.resolve("postgresql/postmaster.pid");
    String content;
    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory)) {
      content = Files.readString(file).replaceFirst("\\d+", Long.toString(pid));
      assertTrue(database.pid() > 0);
    }
    Files.writeString(file, content);
    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory)) {
      assertEquals("1", Sql.on(database).value("SELECT 1"));
    }
  }
}
