package dev.pixstream.core.delivery;

import dev.pixstream.core.async.Duty;
import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.StreamCoordinator;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What every node does once a second: it ends the streams whose lease has ended, and looks after
 * lost wakes.
 */
public final class NodeDuties implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final Duration MOMENT = Duration.ofMillis(100);
  private static final int LANES_MAX = 1_000;

  private final StreamCoordinator coordinator;
  private final CollectorService service;
  private final Duty.Troubles troubles;
  private final Executor later;
  private final Set<LaneId> expiring = ConcurrentHashMap.newKeySet();
  private final List<ScheduledFuture<?>> duties;

  /**
   * @param troubles is notified of each failed round; the next round still runs
   */
  public NodeDuties(
      StreamCoordinator coordinator,
      CollectorService service,
      ScheduledExecutorService timers,
      Duty.Troubles troubles) {
    this.coordinator = coordinator;
    this.service = service;
    this.troubles = troubles;
    this.later =
        CompletableFuture.delayedExecutor(MOMENT.toMillis(), TimeUnit.MILLISECONDS, timers);
    this.duties =
        List.of(
            every(timers, "expiry", this::expire),
            every(timers, "backstop", this::backstop),
            every(timers, "renewal", service::renewWaitingOn));
  }

  /** Stops. A round under way still ends. */
  @Override
  public void close() {
    duties.forEach(duty -> duty.cancel(false));
  }

  private ScheduledFuture<?> every(
      ScheduledExecutorService timers, String name, Supplier<CompletionStage<Void>> round) {
    return timers.scheduleWithFixedDelay(
        Duty.rounds(name, troubles, round),
        PERIOD.toMillis(),
        PERIOD.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  /** A lane that takes long does not hold up the next round of the others. */
  private CompletionStage<Void> expire() {
    return coordinator
        .due(LANES_MAX)
        .thenCompose(
            lanes ->
                CompletableFuture.allOf(
                        lanes.stream()
                            .filter(expiring::add)
                            .map(this::expire)
                            .toArray(CompletableFuture<?>[]::new))
                    .completeOnTimeout(null, PERIOD.toMillis(), TimeUnit.MILLISECONDS));
  }

  private CompletableFuture<Void> expire(LaneId lane) {
    return CompletableFuture.completedFuture(lane)
        .thenCompose(coordinator::expire)
        .thenAccept(expiry -> service.expired(lane, expiry))
        .whenComplete((done, failure) -> expiring.remove(lane));
  }

  /**
   * What lies there now may be on its way to a waiter that was woken; what still does a moment
   * later is not.
   */
  private CompletionStage<Void> backstop() {
    var lanes = service.waiters().lanes();
    return backlog(lanes)
        .thenComposeAsync(found -> backlog(found.keySet()), later)
        .thenAccept(found -> found.forEach(service.waiters()::wake));
  }

  private CompletionStage<Map<LaneId, Integer>> backlog(Collection<LaneId> lanes) {
    return lanes.isEmpty()
        ? CompletableFuture.completedFuture(Map.of())
        : coordinator.backlog(lanes);
  }
}
