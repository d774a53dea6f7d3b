package dev.pixstream.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a server again that ended though nobody asked it to: it was killed, or its disk was full.
 * After five tries that failed, 31 s, it gives up.
 */
final class Watch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
  private static final int TRIES_MAX = 5;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  /** One that ran for so long has all its tries again. */
  private static final Duration STEADY = Duration.ofMinutes(1);

  private static final Duration END_BOUND = Duration.ofSeconds(30);

  private final String what;
  private final Starting starting;
  private final Thread thread;
  private final CompletableFuture<String> loss = new CompletableFuture<>();
  private volatile boolean closed;

  /** Starts the server where it was. */
  interface Starting {
    Process again() throws IOException;
  }

  /**
   * Watches from now on.
   *
   * @param what names the server, for people
   */
  Watch(String what, Process first, Starting starting) {
    this.what = what;
    this.starting = starting;
    this.thread =
        Thread.ofPlatform().daemon().name("pixstream-embedded-watch").unstarted(() -> watch(first));
    thread.start();
  }

  /** Why it was given up; never completes if that does not happen. */
  CompletionStage<String> loss() {
    return loss;
  }

  private void watch(Process first) {
    var process = Optional.of(first);
    int tries = 0;
    try {
      while (process.isPresent()) {
        long start = System.nanoTime();
        int status = process.get().waitFor();
        if (closed) {
          return;
        }
        LOG.warn("{} ended by itself, with status {}; it is started again", what, status);
        tries = System.nanoTime() - start > STEADY.toNanos() ? 1 : tries + 1;
        process = again(tries, "it ended with status " + status);
      }
    } catch (InterruptedException e) {
      // It is closed.
    }
  }

  private Optional<Process> again(int firstTry, String ended) throws InterruptedException {
    var why = ended;
    for (int tries = firstTry; tries <= TRIES_MAX && !closed; tries++) {
      Thread.sleep(FIRST_PAUSE.multipliedBy(1L << (tries - 1)));
      try {
        var process = starting.again();
        LOG.info("{} runs again", what);
        return Optional.of(process);
      } catch (IOException | EmbeddedDatabaseException e) {
        why = String.valueOf(e.getMessage());
        LOG.warn("{} did not start again, try {} of {}: {}", what, tries, TRIES_MAX, why);
      }
    }
    if (!closed) {
      loss.complete("%s ended and does not start again: %s".formatted(what, why));
    }
    return Optional.empty();
  }

  /** No more starts; one that is under way is ended. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(END_BOUND);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
