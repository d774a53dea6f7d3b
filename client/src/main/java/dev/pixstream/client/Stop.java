package dev.pixstream.client;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The wish to end. It gives up pulls under way and ends pauses, but never interrupts a thread: that
 * would hit handlers in the middle of their work.
 */
final class Stop {

  private final CountDownLatch requested = new CountDownLatch(1);
  private final Map<Thread, CompletableFuture<?>> underWay = new ConcurrentHashMap<>();

  void request() {
    requested.countDown();
    underWay.values().forEach(request -> request.cancel(true));
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
   * The result of a request.
   *
   * @throws CancellationException if it was given up
   */
  <T> T await(CompletableFuture<T> request) throws IOException {
    underWay.put(Thread.currentThread(), request);
    try {
      if (isRequested()) {
        request.cancel(true);
      }
      return request.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (InterruptedException e) {
      request.cancel(true);
      request();
      throw new CancellationException();
    } finally {
      underWay.remove(Thread.currentThread());
    }
  }
}
