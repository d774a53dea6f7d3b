package dev.pixstream.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {

  @TempDir Path folder;

  @Test
  void two_that_unpack_at_once_end_with_one_complete_installation() throws Exception {
    Callable<Installation> unpack = () -> Installation.in(folder, Binaries.onClassPath());
    try (var pool = Executors.newFixedThreadPool(2)) {
      var both = pool.invokeAll(List.of(unpack, unpack));
      assertEquals(both.get(0).get(), both.get(1).get());
      assertEquals("18", both.get(0).get().major());
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(1, left.count());
    }
  }

  @Test
  void an_installation_that_lost_its_server_is_unpacked_again() throws Exception {
    Installation first = Installation.in(folder, Binaries.onClassPath());
    Path postgres = Path.of(first.program("postgres"));
    Files.delete(postgres);
    assertEquals(first, Installation.in(folder, Binaries.onClassPath()));
    assertTrue(Files.isExecutable(postgres));
  }

  @Test
  void a_folder_in_which_others_may_write_is_not_private() throws Exception {
    assertTrue(PrivateFiles.isPrivateFolder(folder.resolve("new")));
    for (String open : List.of("rwxrwxr-x", "rwxr-xrwx")) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(open));
      assertFalse(PrivateFiles.isPrivateFolder(folder), open);
    }
  }

  @Test
  void a_jar_without_binaries_is_named() {
    Path jar =
        Path.of(
            org.slf4j.Logger.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    String failure = Failures.messageOf(() -> Installation.in(folder, Binaries.fromJar(jar)));
    assertTrue(failure.contains(jar.toString()), failure);
  }
}
