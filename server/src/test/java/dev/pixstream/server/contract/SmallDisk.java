package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file system of its own, in memory, that can be full. Only root may mount one. */
final class SmallDisk implements AutoCloseable {
  private static final String SPACIOUS = "size=2g";

  private final Path folder;

  SmallDisk(Path folder) throws IOException {
    this.folder = folder;
    assertTrue(
        succeeds("mount", "-t", "tmpfs", "-o", SPACIOUS + ",mode=0711", "tmpfs", folder.toString()),
        "a disk can't be mounted: run this test as root");
  }

  /** Not a block is free from now on. */
  void fill() throws IOException {
    // It can't be smaller than what is in it, and that grows.
    for (int tries = 0; tries < 100; tries++) {
      var store = Files.getFileStore(folder);
      if (resize("size=" + (store.getTotalSpace() - store.getUnallocatedSpace()))) {
        return;
      }
    }
    throw new AssertionError("the disk could not be filled");
  }

  void free() throws IOException {
    assertTrue(resize(SPACIOUS));
  }

  private boolean resize(String size) throws IOException {
    return succeeds("mount", "-o", "remount," + size, folder.toString());
  }

  private static boolean succeeds(String... line) throws IOException {
    return new ProcessBuilder(List.of(line))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .onExit()
            .join()
            .exitValue()
        == 0;
  }

  @Override
  public void close() throws IOException {
    assertTrue(succeeds("umount", "--lazy", folder.toString()));
  }
}
