package dev.pixstream.redis.history;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.archive.LaneArchive;
import dev.pixstream.core.store.queue.Confirmations;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Sees on each node, also on one without a worker, that confirmations reach the history in
 * PostgreSQL, where the queue is: those of this node within {@link #PACE}, those that nobody told
 * of by looking at all lanes in turn. Whoever processes them is told then.
 */
public final class HistoryWriter implements Confirmations, AutoCloseable {
  private static final Duration PACE = Duration.ofMillis(20);
  private static final Duration BACKSTOP = Duration.ofMillis(1_250);
  private static final int LANES_MAX = 500;

  private final AttemptHistory history;
  private final LaneArchive archive;
  private final ScheduledExecutorService timers;
  private final Supplier<Future<?>> afterOutage;
  private final Consumer<Throwable> failed;
  private final Set<LaneId> told = ConcurrentHashMap.newKeySet();
  private final Set<LaneId> late = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean planned = new AtomicBoolean();
  private final AtomicBoolean looking = new AtomicBoolean();
  private final ScheduledFuture<?> backstop;
  private volatile Confirmations worker = Confirmations.IGNORED;
  private volatile Optional<LaneId> lookedAt = Optional.empty();
  private volatile boolean away;
  private volatile boolean closed;

  /**
   * Starts it.
   *
   * @param afterOutage is run when PostgreSQL was away and is back, before anything is written
   * @param failed is notified of each failed round; the next round still runs
   */
  public HistoryWriter(
      AttemptHistory history,
      LaneArchive archive,
      Supplier<Future<?>> afterOutage,
      ScheduledExecutorService timers,
      Consumer<Throwable> failed) {
    this.history = history;
    this.archive = archive;
    this.afterOutage = afterOutage;
    this.timers = timers;
    this.failed = failed;
    long millis = BACKSTOP.toMillis();
    this.backstop =
        timers.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** Who processes what is confirmed; told of each lane that has some in the queue. */
  public HistoryWriter before(Confirmations next) {
    worker = next;
    return this;
  }

  @Override
  public void confirmed(LaneId lane) {
    if (told.add(lane) && !closed && planned.compareAndSet(false, true)) {
      var _ = timers.schedule(this::round, PACE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Stops. What it does not write, another node does, or the next start. */
  @Override
  public void close() {
    closed = true;
    backstop.cancel(false);
  }

  private void round() {
    planned.set(false);
    all(drained(told)).onFailure(failed::accept);
  }

  private Future<?> all(Collection<LaneId> lanes) {
    return Future.join(lanes.stream().map(this::write).toList());
  }

  private Future<Integer> write(LaneId lane) {
    return history
        .write(lane)
        .onSuccess(
            attempts -> {
              if (attempts > 0) {
                worker.confirmed(lane);
              }
            })
        .onFailure(failure -> late.add(lane));
  }

  /** What failed before comes first; a lane that fails again holds up no other. */
  private void look() {
    if (closed || !looking.compareAndSet(false, true)) {
      return;
    }
    Future.<Void>succeededFuture()
        .compose(begun -> Future.fromCompletionStage(archive.lanes(lookedAt, LANES_MAX)))
        .onFailure(failure -> away = true)
        .compose(
            lanes -> {
              boolean back = away;
              away = false;
              return back ? afterOutage.get().map(lanes) : Future.succeededFuture(lanes);
            })
        .compose(
            lanes -> {
              lookedAt =
                  lanes.size() == LANES_MAX ? Optional.of(lanes.getLast()) : Optional.empty();
              Set<LaneId> all = new LinkedHashSet<>(drained(late));
              all.addAll(lanes);
              return all(all)
                  .transform(done -> Future.fromCompletionStage(archive.raiseFloors(lanes)));
            })
        .onComplete(done -> looking.set(false))
        .onFailure(failed::accept);
  }

  private static List<LaneId> drained(Collection<LaneId> lanes) {
    List<LaneId> some = new ArrayList<>(lanes);
    some.forEach(lanes::remove);
    return some;
  }
}
