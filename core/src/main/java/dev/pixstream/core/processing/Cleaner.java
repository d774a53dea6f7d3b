package dev.pixstream.core.processing;

import dev.pixstream.core.Ispb;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * What a node does once a minute if a retention is set: it goes through all lanes and removes what
 * is older, step by step, one step at a time.
 */
public final class Cleaner implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofMinutes(1);

  private final Cleaning cleaning;
  private final Duration retention;
  private final Consumer<Throwable> failed;
  private final AtomicBoolean running = new AtomicBoolean();
  private final ScheduledFuture<?> rounds;
  private volatile boolean closed;

  /**
   * Starts the rounds, the first one at once.
   *
   * @param failed is told of each round that failed; the next one comes all the same
   */
  public Cleaner(
      Cleaning cleaning,
      Duration retention,
      ScheduledExecutorService timers,
      Consumer<Throwable> failed) {
    this.cleaning = cleaning;
    this.retention = retention;
    this.failed = failed;
    this.rounds =
        timers.scheduleWithFixedDelay(this::round, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Stops after the step that is under way. */
  @Override
  public void close() {
    closed = true;
    rounds.cancel(false);
  }

  private void round() {
    if (running.compareAndSet(false, true)) {
      from(Optional.empty());
    }
  }

  private void from(Optional<Ispb> after) {
    if (closed) {
      running.set(false);
      return;
    }
    cleaning
        .step(retention, after)
        .whenComplete(
            (step, failure) -> {
              if (failure != null) {
                running.set(false);
                failed.accept(failure);
              } else {
                goOn(after, step);
              }
            });
  }

  private void goOn(Optional<Ispb> after, Cleaning.Step step) {
    switch (step) {
      case Cleaning.Step.Cleaned(var ispb, _, var more) -> from(more ? after : Optional.of(ispb));
      case Cleaning.Step.Finished(_, var more) when more -> from(after);
      case Cleaning.Step.Busy _, Cleaning.Step.Finished _ -> running.set(false);
    }
  }
}
