package dev.pixstream.client;

import java.util.Optional;

/** What is done when the JVM ends, unless it is taken back before. */
final class ShutdownHook {

  private final Optional<Thread> thread;

  private ShutdownHook(Optional<Thread> thread) {
    this.thread = thread;
  }

  static ShutdownHook of(Runnable action) {
    return new ShutdownHook(Optional.of(new Thread(action, "pix-collector-shutdown")));
  }

  static ShutdownHook none() {
    return new ShutdownHook(Optional.empty());
  }

  /**
   * Registers it.
   *
   * @throws IllegalStateException if the JVM ends already
   */
  void add() {
    thread.ifPresent(Runtime.getRuntime()::addShutdownHook);
  }

  void remove() {
    try {
      thread.ifPresent(Runtime.getRuntime()::removeShutdownHook);
    } catch (IllegalStateException _) {
      // The JVM ends: the hook runs, perhaps it is what ended the collectors.
    }
  }
}
