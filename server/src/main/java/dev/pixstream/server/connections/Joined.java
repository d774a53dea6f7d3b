package dev.pixstream.server.connections;

import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * An answer for all who ask while it is made: it is made once, however many they are. For one event
 * loop.
 */
public final class Joined<T> {
  private final Supplier<Future<T>> making;
  private Future<T> made = Future.failedFuture("nobody has asked");

  public Joined(Supplier<Future<T>> making) {
    this.making = making;
  }

  /** The answer that is being made, or else a new one. */
  public synchronized Future<T> get() {
    if (made.isComplete()) {
      made = making.get();
    }
    return made;
  }
}
