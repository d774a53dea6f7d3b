package dev.pixstream.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One owner per directory. The operating system frees the lock of a process that is killed. */
final class DirectoryLock implements AutoCloseable {

  static final String FILE = "lock";

  // Static, because such locks belong to the whole process: to open and close the file a second
  // time in this JVM, even to read it, would silently drop the lock that is held.
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private DirectoryLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Empty if another owner, in this process or another one, holds it. */
  static Optional<DirectoryLock> tryAcquire(Path directory) throws IOException {
    Path file = directory.toRealPath().resolve(FILE);
    if (!HELD.add(file)) {
      return Optional.empty();
    }
    boolean acquired = false;
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        return Optional.empty();
      }
      channel.truncate(0);
      String pid = Long.toString(ProcessHandle.current().pid());
      channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
      acquired = true;
      return Optional.of(new DirectoryLock(file, channel));
    } finally {
      if (!acquired) {
        HELD.remove(file);
      }
    }
  }

  static DirectoryLock acquire(Path directory) throws IOException {
    Optional<DirectoryLock> lock = tryAcquire(directory);
    if (lock.isPresent()) {
      return lock.get();
    }
    Path file = directory.toRealPath().resolve(FILE);
    String owner =
        HELD.contains(file) ? "this very process" : "process " + Files.readString(file).strip();
    throw new EmbeddedDatabaseException(
        directory
            + " is in use by another PixStream ("
            + owner
            + "): stop that one, or choose another directory with --data.");
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD.remove(file);
    }
  }
}
