package dev.pixstream.embedded;

import java.time.Duration;

/** Waiting for another process, which tells nobody when it is done. */
final class Pause {

  private static final Duration SHORT = Duration.ofMillis(50);

  private Pause() {}

  static void shortly() {
    try {
      Thread.sleep(SHORT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedDatabaseException("Interrupted while waiting for PostgreSQL", e);
    }
  }
}
