package dev.pixstream.core.processing;

import dev.pixstream.core.async.Duty;
import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.queue.Cleaning;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * What a node does once a minute if a retention is set: it goes through all lanes and removes what
 * is older, step by step, one step at a time.
 */
public final class Cleaner implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofMinutes(1);
  private static final CompletionStage<Void> OVER = CompletableFuture.completedStage(null);

  private final Cleaning cleaning;
  private final Duration retention;
  private final ScheduledFuture<?> rounds;
  private volatile boolean closed;

  /**
   * Starts the rounds, the first one at once.
   *
   * @param troubles is notified of each failed round; the next round still runs
   */
  public Cleaner(
      Cleaning cleaning,
      Duration retention,
      ScheduledExecutorService timers,
      Duty.Troubles troubles) {
    this.cleaning = cleaning;
    this.retention = retention;
    this.rounds =
        timers.scheduleWithFixedDelay(
            Duty.rounds("cleaning", troubles, () -> from(Optional.empty())),
            0,
            PERIOD.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** Stops after the step that is under way. */
  @Override
  public void close() {
    closed = true;
    rounds.cancel(false);
  }

  private CompletionStage<Void> from(Optional<LaneId> after) {
    return closed ? OVER : cleaning.step(retention, after).thenCompose(step -> goOn(after, step));
  }

  private CompletionStage<Void> goOn(Optional<LaneId> after, Cleaning.Step step) {
    return switch (step) {
      case Cleaning.Step.Cleaned(var lane, _, var more) -> from(more ? after : Optional.of(lane));
      case Cleaning.Step.Finished(_, var more) when more -> from(after);
      case Cleaning.Step.Busy _, Cleaning.Step.Finished _ -> OVER;
    };
  }
}
