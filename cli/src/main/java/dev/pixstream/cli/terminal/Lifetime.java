package dev.pixstream.cli.terminal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/**
 * What is open while a command runs. All of it is closed in reverse order: at the end, or when the
 * process is told to end. Shutdown hooks run all at once, so there is only this one.
 */
public final class Lifetime implements AutoCloseable {

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final CompletableFuture<String> failure = new CompletableFuture<>();
  private boolean closed;

  public Lifetime() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "pixstream-end"));
    Signals.endOnFirstKillOnSecond();
  }

  /**
   * Opens one more. The end waits for it, so that what is half started does not stay behind.
   *
   * @throws CommandFailure if the end has come
   */
  public synchronized <T extends AutoCloseable> T open(Supplier<T> opening) {
    if (closed) {
      throw CommandFailure.failed("stopped");
    }
    T open = opening.get();
    opened.push(open);
    return open;
  }

  /** What is open is of no use any more. */
  public void fail(String why) {
    LoggerFactory.getLogger(Lifetime.class).error("{}", why);
    failure.complete(why);
  }

  /**
   * Waits until the process is told to end.
   *
   * @throws CommandFailure if it has to end by itself
   */
  public void await() throws InterruptedException {
    try {
      throw CommandFailure.failed(failure.get());
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A second call waits for the first one and does nothing. */
  @Override
  public synchronized void close() {
    closed = true;
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        LoggerFactory.getLogger(Lifetime.class).warn("Closing failed: {}", e.toString());
      }
    }
  }
}
