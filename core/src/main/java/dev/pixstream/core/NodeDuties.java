package dev.pixstream.core;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What every node does once a second: it ends the streams whose lease has ended, and looks after
 * lost wakes.
 */
public final class NodeDuties implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final int LANES_MAX = 1_000;

  private final StreamCoordinator coordinator;
  private final CollectorService service;
  private final Consumer<Throwable> failed;
  private final List<ScheduledFuture<?>> duties;

  /** The lanes with waiters here that had messages for them at the last look. */
  private volatile Set<Ispb> behind = Set.of();

  /**
   * @param failed is told of each round that failed; the next one comes all the same
   */
  public NodeDuties(
      StreamCoordinator coordinator,
      CollectorService service,
      ScheduledExecutorService timers,
      Consumer<Throwable> failed) {
    this.coordinator = coordinator;
    this.service = service;
    this.failed = failed;
    this.duties = List.of(every(timers, this::expire), every(timers, this::backstop));
  }

  /** Stops. A round under way still ends. */
  @Override
  public void close() {
    duties.forEach(duty -> duty.cancel(false));
  }

  private ScheduledFuture<?> every(
      ScheduledExecutorService timers, Supplier<CompletionStage<Void>> round) {
    var running = new AtomicBoolean();
    return timers.scheduleWithFixedDelay(
        () -> {
          if (running.compareAndSet(false, true)) {
            round
                .get()
                .whenComplete(
                    (done, failure) -> {
                      running.set(false);
                      if (failure != null) {
                        failed.accept(failure);
                      }
                    });
          }
        },
        PERIOD.toMillis(),
        PERIOD.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  private CompletionStage<Void> expire() {
    return coordinator
        .due(LANES_MAX)
        .thenCompose(
            lanes ->
                CompletableFuture.allOf(
                    lanes.stream()
                        .map(ispb -> expire(ispb).toCompletableFuture())
                        .toArray(CompletableFuture<?>[]::new)));
  }

  private CompletionStage<Void> expire(Ispb ispb) {
    return coordinator.expire(ispb).thenAccept(arrival -> service.arrived(ispb, arrival));
  }

  /**
   * A lane that has messages for its waiters now and had some a round ago missed a wake. Only then:
   * a message that was stored just now is on its way to who waited longest, and a wake from here
   * would overtake it.
   */
  private CompletionStage<Void> backstop() {
    var lanes = service.waiters().lanes();
    if (lanes.isEmpty()) {
      behind = Set.of();
      return CompletableFuture.completedFuture(null);
    }
    return coordinator
        .backlog(lanes)
        .thenAccept(
            found -> {
              var before = behind;
              behind = Set.copyOf(found.keySet());
              found.forEach(
                  (ispb, messages) -> {
                    if (before.contains(ispb)) {
                      service.waiters().wake(ispb, messages);
                    }
                  });
            });
  }
}
