package dev.pixstream.core.async;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Work that a node does for as long as it lives. Whatever it throws is told, and ends no schedule,
 * keeps no slot and hides no later failure.
 */
public final class Duty {
  private Duty() {}

  /** Is told of failures. It may be called by any thread, and must not throw. */
  public interface Troubles {
    /**
     * A duty failed; its next round comes all the same.
     *
     * @param duty its name, one of a few
     */
    void failed(String duty, Throwable failure);
  }

  /** A task for a schedule. */
  public static Runnable guarded(String duty, Troubles troubles, Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (Exception | Error e) {
        troubles.failed(duty, e);
      }
    };
  }

  /** A task for a schedule whose rounds take their time: while one is under way none begins. */
  public static Runnable rounds(
      String duty, Troubles troubles, Supplier<? extends CompletionStage<?>> round) {
    var running = new AtomicBoolean();
    return () -> {
      if (running.compareAndSet(false, true)) {
        attempt(() -> round.get().thenApply(done -> true))
            .whenComplete(
                (done, failure) -> {
                  running.set(false);
                  if (failure != null) {
                    troubles.failed(duty, failure);
                  }
                });
      }
    };
  }

  /** What a call returns; a failed stage if it throws. */
  public static <T> CompletionStage<T> attempt(Supplier<CompletionStage<T>> call) {
    try {
      return call.get();
    } catch (Exception | Error e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
