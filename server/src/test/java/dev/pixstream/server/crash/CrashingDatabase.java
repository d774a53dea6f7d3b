package dev.pixstream.server.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pixstream.embedded.EmbeddedDatabase;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A PostgreSQL with fsync, which can be killed and started again on the same directory. */
final class CrashingDatabase implements AutoCloseable {
  private static final long END_SECONDS = 20;

  private final Path directory;
  private EmbeddedDatabase running;

  private CrashingDatabase(Path directory) {
    this.directory = directory;
    this.running = EmbeddedDatabase.start(directory);
  }

  static CrashingDatabase start(Path directory) {
    return new CrashingDatabase(directory);
  }

  String url() {
    return running.url();
  }

  String superuserUrl() {
    return running.superuserUrl();
  }

  /** {@code kill -9} of the postmaster and of all its children. */
  void kill() {
    var postmaster = ProcessHandle.of(running.pid()).orElseThrow();
    var children = postmaster.descendants().toList();
    postmaster.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    // The children end as soon; who reaps them, and when, is not ours to wait for.
    postmaster.onExit().orTimeout(END_SECONDS, TimeUnit.SECONDS).join();
    running.close();
  }

  /** Starts it again, where it was. */
  void restart() {
    var url = running.url();
    running = EmbeddedDatabase.start(directory);
    assertEquals(url, running.url());
  }

  @Override
  public void close() {
    running.close();
  }
}
