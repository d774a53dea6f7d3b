package dev.pixstream.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(PER_CLASS)
class OwnershipTest {

  private static final DatabaseOptions FAST = DatabaseOptions.defaults().withoutFsync();

  private final EmbeddedDatabase shared = EmbeddedDatabase.temporary(FAST);

  @AfterAll
  void close() {
    shared.close();
  }

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
  @Tag("access.17")
  void roots_database_runs_as_an_account_that_reads_no_file_of_roots() throws Exception {
    assumeTrue(Account.isRoot());
    Path secret = Files.writeString(directory.resolve("secret"), "of root");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    // As a home: no other user can enter the folder that the data is in.
    Path home = Files.createDirectory(directory.resolve("home"));
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
    for (int start = 0; start < 2; start++) {
      try (EmbeddedDatabase database = EmbeddedDatabase.start(home.resolve("data"), FAST)) {
        assertEquals(65_534, Account.owner(Path.of("/proc/" + database.pid() + "/status")));
        Sql superuser = new Sql(database.superuserUrl());
        for (String file : List.of("/etc/shadow", secret.toString())) {
          String refused =
              assertThrows(
                      SQLException.class,
                      () -> superuser.value("SELECT pg_read_file('" + file + "')"))
                  .toString();
          assertTrue(refused.contains("Permission denied"), refused);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "COPY (SELECT 1) TO '/tmp/pixstream-test-of-copy'",
        "COPY (SELECT 1) TO PROGRAM 'cat >/tmp/pixstream-test-of-copy'",
        "CREATE TABLE t (line text); COPY t FROM '/etc/passwd'",
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT pg_read_binary_file('PG_VERSION')",
        "SELECT pg_ls_dir('/')",
        "SELECT lo_import('/etc/passwd')",
        "SELECT * FROM pg_hba_file_rules",
        "ALTER SYSTEM SET archive_command = 'true'",
        "SET session_preload_libraries = 'x'",
        "CREATE FUNCTION f() RETURNS int LANGUAGE c AS 'libc', 'getpid'",
        "CREATE ROLE other SUPERUSER",
        "ALTER ROLE pixstream_server SUPERUSER",
        "GRANT pg_read_server_files TO pixstream_server",
        "GRANT pg_execute_server_program TO pixstream_server",
        "SET ROLE pixstream",
        "SET SESSION AUTHORIZATION pixstream"
      })
  @Tag("access.17")
  void files_and_programs_are_out_of_reach_of_the_servers_role(String statement) {
    var refused =
        assertThrows(SQLException.class, () -> Sql.on(shared).execute(statement), statement);
    assertEquals("42501", refused.getSQLState(), refused::getMessage);
  }

  @Test
  @Tag("access.17")
  void a_database_whose_server_was_its_superuser_goes_on_with_a_role_that_is_none()
      throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory, FAST)) {
      Sql superuser = new Sql(database.superuserUrl());
      superuser.execute(
          """
          REASSIGN OWNED BY pixstream_server TO pixstream;
          DROP OWNED BY pixstream_server;
          DROP ROLE pixstream_server;
          CREATE SCHEMA pixstream;
          CREATE TYPE pixstream.kind AS ENUM ('a');
          CREATE TYPE pixstream.pair AS (x int, y int);
          CREATE TABLE pixstream.message (seq bigint GENERATED ALWAYS AS IDENTITY, id serial, kind pixstream.kind);
          CREATE SEQUENCE pixstream.loose;
          CREATE VIEW pixstream.seen AS SELECT seq FROM pixstream.message;
          CREATE FUNCTION pixstream.f(a int, b text[]) RETURNS int LANGUAGE sql AS 'SELECT 1';
          CREATE PROCEDURE pixstream.p() LANGUAGE sql AS 'SELECT 1';
          INSERT INTO pixstream.message (kind) VALUES ('a')
          """);
    }
    Path cluster = directory.resolve("postgresql");
    Files.delete(cluster.resolve("pixstream_server.password"));
    new Account(Account.current(), List.of()).own(cluster);
    for (int start = 0; start < 2; start++) {
      try (EmbeddedDatabase database = EmbeddedDatabase.start(directory, FAST)) {
        Sql server = Sql.on(database);
        assertEquals("off", server.value("SELECT current_setting('is_superuser')"));
        server.execute(
            """
            ALTER TABLE pixstream.message ADD COLUMN c%1$d int;
            ALTER SEQUENCE pixstream.loose MAXVALUE 1000%1$d;
            ALTER TYPE pixstream.kind ADD VALUE 'b%1$d';
            ALTER TYPE pixstream.pair ADD ATTRIBUTE z%1$d int;
            CREATE OR REPLACE VIEW pixstream.seen AS SELECT seq FROM pixstream.message WHERE true;
            CREATE OR REPLACE FUNCTION pixstream.f(a int, b text[]) RETURNS int LANGUAGE sql AS 'SELECT 2';
            CREATE OR REPLACE PROCEDURE pixstream.p() LANGUAGE sql AS 'SELECT 2';
            CREATE SCHEMA of_its_own%1$d
            """
                .formatted(start));
        assertEquals("1", server.value("SELECT count(*) FROM pixstream.message"));
      }
    }
  }

  /** The sixth field of its status. */
  private static long session(long pid) throws Exception {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3]);
  }
}
