package dev.pixstream.server.tracing;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Threads of what may not last: each task is interrupted after a while. The exporter's own time
 * ends with the head of an answer, and a receiver whose body stalls would hold a thread for ever.
 */
final class BriefThreads extends AbstractExecutorService {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Duration within;

  BriefThreads(Duration within) {
    this.within = within;
  }

  @Override
  public void execute(Runnable task) {
    threads.execute(
        () -> {
          var end =
              CompletableFuture.runAsync(
                  Thread.currentThread()::interrupt,
                  CompletableFuture.delayedExecutor(within.toMillis(), TimeUnit.MILLISECONDS));
          try {
            task.run();
          } finally {
            end.cancel(false);
          }
        });
  }

  @Override
  public void shutdown() {
    threads.shutdown();
  }

  @Override
  public List<Runnable> shutdownNow() {
    return threads.shutdownNow();
  }

  @Override
  public boolean isShutdown() {
    return threads.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return threads.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return threads.awaitTermination(timeout, unit);
  }
}
