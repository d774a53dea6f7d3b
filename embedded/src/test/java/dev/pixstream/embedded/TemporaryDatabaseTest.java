package dev.pixstream.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TemporaryDatabaseTest {

  private static final DatabaseOptions FAST = DatabaseOptions.defaults().withoutFsync();

  @Test
  void its_data_is_deleted_on_close() throws Exception {
    Path directory;
    try (EmbeddedDatabase database = EmbeddedDatabase.temporary(FAST)) {
      directory = database.directory();
      // Root's PostgreSQL is another user's, and passes through.
      assertEquals(Account.isRoot() ? "rwx--x--x" : "rwx------", permissions(directory));
      assertEquals("rwx------", permissions(directory.resolve("postgresql")));
      assertEquals("rw-------", permissions(directory.resolve("postgresql.log")));
      assertEquals("off", Sql.on(database).value("SHOW fsync"));
    }
    assertFalse(Files.exists(directory));
  }

  @Test
  void its_data_is_deleted_even_if_its_postmaster_was_killed() {
    Path directory;
    try (EmbeddedDatabase database = EmbeddedDatabase.temporary(FAST)) {
      directory = database.directory();
      ProcessHandle.of(database.pid()).orElseThrow().destroyForcibly();
    }
    assertFalse(Files.exists(directory));
  }

  @Test
  void two_at_once_have_nothing_in_common() throws Exception {
    try (EmbeddedDatabase one = EmbeddedDatabase.temporary(FAST);
        EmbeddedDatabase other = EmbeddedDatabase.temporary(FAST)) {
      Sql.on(one).execute("CREATE TABLE mine (n int)");
      assertEquals("null", Sql.on(other).value("SELECT to_regclass('mine')"));
      assertNotEquals(one.url(), other.url());
    }
  }

  @Test
  void the_end_of_the_jvm_closes_it() throws Exception {
    Path directory;
    ProcessHandle postmaster;
    try (Owner owner = Owner.ofTemporary()) {
      directory = owner.directory();
      postmaster = owner.owned();
      assertTrue(Files.exists(directory));
    }
    assertFalse(Files.exists(directory));
    assertFalse(postmaster.isAlive());
  }

  @Test
  void leftovers_of_a_killed_jvm_are_removed_by_the_next() throws Exception {
    Path directory;
    ProcessHandle postmaster;
    try (Owner owner = Owner.ofTemporary()) {
      directory = owner.directory();
      postmaster = owner.owned();
      owner.kill();
    }
    assertTrue(Files.exists(directory));
    Instant longAgo = Instant.now().minus(Duration.ofHours(1));
    Files.setLastModifiedTime(directory.resolve("lock"), FileTime.from(longAgo));
    EmbeddedDatabase.temporary(FAST).close();
    assertFalse(Files.exists(directory));
    assertFalse(
        new PidFile(postmaster.pid(), true).isPostmasterOf(directory.resolve("postgresql")));
  }

  @Test
  void that_of_a_living_jvm_is_left_alone_however_old() throws Exception {
    try (Owner owner = Owner.ofTemporary()) {
      Instant longAgo = Instant.now().minus(Duration.ofHours(1));
      Files.setLastModifiedTime(owner.directory().resolve("lock"), FileTime.from(longAgo));
      EmbeddedDatabase.temporary(FAST).close();
      assertTrue(Files.exists(owner.directory()));
      assertTrue(owner.owned().isAlive());
    }
  }

  private static String permissions(Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
