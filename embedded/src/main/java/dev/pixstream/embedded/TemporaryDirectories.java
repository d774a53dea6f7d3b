package dev.pixstream.embedded;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Directories of temporary databases, below {@code java.io.tmpdir}. */
final class TemporaryDirectories {

  private static final Logger LOG = LoggerFactory.getLogger(TemporaryDirectories.class);

  private static final String PREFIX = "pixstream-data-";

  /** Younger ones may belong to somebody who has yet to lock them. */
  private static final Duration ABANDONED_AFTER = Duration.ofMinutes(1);

  private TemporaryDirectories() {}

  /** What is in it is readable by this user and by PostgreSQL's account alone. */
  static Path create() throws IOException {
    return PrivateFiles.createTemporaryFolder(PREFIX);
  }

  /** Removes what owners that were killed left: directories, and the PostgreSQL in them. */
  static void sweep(DatabaseOptions options) throws IOException {
    Path parent = Path.of(System.getProperty("java.io.tmpdir"));
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path directory : directories) {
        try {
          if (isAbandoned(directory)) {
            remove(directory, options);
          }
        } catch (IOException e) {
          LOG.debug("Left {} alone: {}", directory, e.toString());
        }
      }
    }
  }

  private static boolean isAbandoned(Path directory) throws IOException {
    Path lock = directory.resolve(DirectoryLock.FILE);
    Instant limit = Instant.now().minus(ABANDONED_AFTER);
    return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
        && Account.owner(directory) == Account.current()
        && Files.isRegularFile(lock, LinkOption.NOFOLLOW_LINKS)
        && Files.getLastModifiedTime(lock).toInstant().isBefore(limit);
  }

  private static void remove(Path directory, DatabaseOptions options) throws IOException {
    Optional<DirectoryLock> lock = DirectoryLock.tryAcquire(directory);
    if (lock.isEmpty()) {
      return;
    }
    try {
      Path path = Cluster.pathIn(directory);
      if (Files.exists(path)) {
        Account account = Account.of(path);
        Installation installation = Installation.of(options.binaries(), directory, account);
        new Server(new Cluster(path), installation, account, ServerLog.in(directory))
            .clearLeftovers();
      }
      PrivateFiles.delete(directory);
    } finally {
      lock.get().close();
    }
  }
}
