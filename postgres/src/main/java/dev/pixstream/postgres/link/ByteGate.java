package dev.pixstream.postgres.link;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls go to the driver as long as their parameters are not too large together: it writes
 * them into memory outside of the heap, up to three times their size. The others wait their turn;
 * one that is larger than all may be goes alone.
 */
public final class ByteGate {
  private final long bytesMax;
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private long underWay;

  private record Waiting(long bytes, Runnable call) {}

  public ByteGate(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** Calls when there is room, which is until the call has ended. */
  public <T> void pass(long bytes, Supplier<CompletionStage<T>> call) {
    Runnable calling = () -> call(bytes, call);
    synchronized (this) {
      if (!waiting.isEmpty() || !fits(bytes)) {
        waiting.add(new Waiting(bytes, calling));
        return;
      }
      underWay += bytes;
    }
    calling.run();
  }

  private <T> void call(long bytes, Supplier<CompletionStage<T>> call) {
    var _ =
        CompletableFuture.completedFuture(bytes)
            .thenCompose(now -> call.get())
            .whenComplete((result, failure) -> leave(bytes));
  }

  private void leave(long bytes) {
    synchronized (this) {
      underWay -= bytes;
    }
    for (var next = next(); next != null; next = next()) {
      next.call().run();
    }
  }

  private synchronized @Nullable Waiting next() {
    var next = waiting.peek();
    if (next == null || !fits(next.bytes())) {
      return null;
    }
    underWay += next.bytes();
    return waiting.poll();
  }

  private boolean fits(long bytes) {
    return underWay == 0 || underWay + bytes <= bytesMax;
  }
}
