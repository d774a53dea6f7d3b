package dev.pixstream.core.store;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for answers of the store; only virtual threads do. */
public final class StoreAnswers {
  /** Longer than any bound of the store's own. */
  private static final long PATIENCE_SECONDS = 30;

  private static final Duration PAUSE_FIRST = Duration.ofMillis(100);
  private static final int PAUSE_DOUBLINGS_MAX = 5;

  private StoreAnswers() {}

  /**
   * The answer.
   *
   * @throws StoreUnavailableException if there is none
   */
  public static <T> T await(CompletionStage<T> answer) throws InterruptedException {
    try {
      return answer.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new StoreUnavailableException("no answer in " + PATIENCE_SECONDS + " s", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** How long to leave it alone after so many failures in a row: 100 ms to 3.2 s. */
  public static Duration pause(int failures) {
    return PAUSE_FIRST.multipliedBy(1L << Math.min(failures - 1, PAUSE_DOUBLINGS_MAX));
  }
}
