package dev.pixstream.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnershipTest {

  private static final DatabaseOptions FAST = DatabaseOptions.defaults().withoutFsync();

  @TempDir Path directory;

  @Test
  void a_second_owner_in_the_same_process_is_refused() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory, FAST)) {
      String refused = Failures.messageOfStart(directory);
      assertTrue(refused.contains("in use"), refused);
      assertEquals("1", Sql.on(database).value("SELECT 1"));
    }
  }

  @Test
  void a_second_owner_in_another_process_is_refused_even_after_one_in_this_process()
      throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory, FAST)) {
      Failures.messageOfStart(directory);
      try (Owner second = Owner.of(directory)) {
        String pid = Long.toString(ProcessHandle.current().pid());
        assertTrue(second.firstLine().contains("in use"), second::firstLine);
        assertTrue(second.firstLine().contains(pid), second::firstLine);
      }
      assertEquals("1", Sql.on(database).value("SELECT 1"));
    }
  }

  @Test
  void the_postmaster_is_in_a_session_of_its_own_out_of_reach_of_ctrl_c() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/stat")));
    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory, FAST)) {
      assertNotEquals(session(ProcessHandle.current().pid()), session(database.pid()));
      assertEquals(database.pid(), session(database.pid()));
    }
  }

  @Test
  void root_runs_another_users_data_as_that_user() throws Exception {
    assumeTrue(Account.current() == 0);
    EmbeddedDatabase.start(directory, FAST).close();
    Account nobody = Account.as(65_534);
    nobody.own(directory.resolve("postgresql"));
    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory, FAST)) {
      assertEquals("1", Sql.on(database).value("SELECT 1"));
      assertEquals(nobody.uid(), Account.owner(Path.of("/proc/" + database.pid() + "/status")));
    }
    assertEquals(nobody.uid(), Account.owner(directory.resolve("postgresql/PG_VERSION")));
  }

  @Test
  void root_runs_new_data_as_nobody_where_there_are_no_user_namespaces() throws Exception {
    assumeTrue(Account.current() == 0);
    Account nobody = Account.as(65_534);
    Installation installation = Installation.of(Binaries.onClassPath(), directory);
    Cluster cluster = Cluster.in(directory, installation, nobody, false);
    Server server = new Server(cluster, installation, nobody, ServerLog.in(directory));
    Server.Running running = server.start(false);
    String url =
        "postgresql://pixstream:%s@127.0.0.1:%d/pixstream"
            .formatted(cluster.password(), running.port());
    assertEquals("1", new Sql(url).value("SELECT 1"));
    server.stop(running.process(), false);
    assertFalse(running.process().isAlive());
  }

  /** The sixth field of its status. */
  private static long session(long pid) throws Exception {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3]);
  }
}
