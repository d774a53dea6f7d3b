package dev.pixstream.client;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The wish to end. It gives up pulls under way and ends pauses, but never interrupts a thread: that
 * would hit handlers in the middle of their work.
 */
final class Stop {

  private final CountDownLatch requested = new CountDownLatch(1);
  private final Map<Thread, Runnable> underWay = new ConcurrentHashMap<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  void request() {
    requested.countDown();
    listeners.forEach(Runnable::run);
    underWay.values().forEach(Runnable::run);
  }

  /** Is run with each request to end. */
  void whenRequested(Runnable listener) {
    listeners.add(listener);
  }

  boolean isRequested() {
    return requested.getCount() == 0;
  }

  /** Waits that long, less if the end is wished for. */
  void pause(Duration delay) {
    try {
      var _ = requested.await(delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      request();
    }
  }

  /**
   * The result of a request. When the end is wished for it is given up, but not before it has had
   * so much time to come.
   *
   * @throws CancellationException if it was given up
   * @throws IOException if it failed, or was not whole within the timeout
   */
  <T> T await(CompletableFuture<T> request, Duration timeout, Duration patience)
      throws IOException {
    Runnable giveUp = () -> giveUp(request, patience);
    underWay.put(Thread.currentThread(), giveUp);
    try {
      if (isRequested()) {
        giveUp.run();
      }
      return Whole.get(request, timeout);
    } catch (IOException e) {
      if (isRequested()) {
        // Given up, a request may fail before it is cancelled.
        throw new CancellationException();
      }
      throw e;
    } catch (InterruptedException e) {
      request();
      throw new CancellationException();
    } finally {
      underWay.remove(Thread.currentThread());
    }
  }

  private static void giveUp(CompletableFuture<?> request, Duration patience) {
    if (patience.isZero()) {
      request.cancel(true);
    } else {
      CompletableFuture.delayedExecutor(patience.toNanos(), TimeUnit.NANOSECONDS)
          .execute(() -> request.cancel(true));
    }
  }
}
