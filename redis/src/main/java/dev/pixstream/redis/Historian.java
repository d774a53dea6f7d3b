package dev.pixstream.redis;

import dev.pixstream.core.Ispb;
import dev.pixstream.core.processing.Confirmations;
import dev.pixstream.core.processing.ProcessingQueue;
import dev.pixstream.core.processing.ProcessingRecord;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Sees on each node, also on one without a worker, that confirmations reach the history in
 * PostgreSQL: those of this node within {@link #PACE}, those that nobody told of by looking at all
 * lanes in turn. It also looks for retries that Redis did not learn of. What it finds done already
 * costs one look.
 */
public final class Historian implements Confirmations, AutoCloseable {
  private static final Duration PACE = Duration.ofMillis(100);
  private static final Duration BACKSTOP = Duration.ofMillis(1_250);
  private static final Duration OVERDUE = Duration.ofSeconds(2);
  private static final int LANES_MAX = 500;

  private final QueueHistory history;
  private final QueueLog log;
  private final ProcessingQueue queue;
  private final ProcessingRecord record;
  private final Consumer<Throwable> failed;
  private final Set<Ispb> confirmed = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean writing = new AtomicBoolean();
  private final AtomicBoolean looking = new AtomicBoolean();
  private final List<ScheduledFuture<?>> rounds;
  private volatile Optional<Ispb> lookedAt = Optional.empty();

  Historian(
      QueueHistory history,
      QueueLog log,
      ProcessingQueue queue,
      ProcessingRecord record,
      ScheduledExecutorService timers,
      Consumer<Throwable> failed) {
    this.history = history;
    this.log = log;
    this.queue = queue;
    this.record = record;
    this.failed = failed;
    this.rounds =
        List.of(
            every(timers, PACE, () -> once(writing, this::write)),
            every(timers, BACKSTOP, () -> once(looking, this::look)));
  }

  private static ScheduledFuture<?> every(
      ScheduledExecutorService timers, Duration pause, Runnable round) {
    long millis = pause.toMillis();
    return timers.scheduleWithFixedDelay(round, millis, millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void confirmed(Ispb ispb) {
    confirmed.add(ispb);
  }

  /** Writes what it was told of a last time. */
  Future<Void> flush() {
    return write();
  }

  /** Stops. What it does not write, another node does, or the next start. */
  @Override
  public void close() {
    rounds.forEach(round -> round.cancel(false));
  }

  private interface Round {
    Future<Void> run();
  }

  private void once(AtomicBoolean running, Round round) {
    if (running.compareAndSet(false, true)) {
      round
          .run()
          .onComplete(
              (done, failure) -> {
                running.set(false);
                if (failure != null) {
                  failed.accept(failure);
                }
              });
    }
  }

  private Future<Void> write() {
    List<Ispb> lanes = new ArrayList<>();
    for (var at = confirmed.iterator(); at.hasNext() && lanes.size() < LANES_MAX; ) {
      lanes.add(at.next());
      at.remove();
    }
    return history.write(lanes).onFailure(failure -> confirmed.addAll(lanes));
  }

  private Future<Void> look() {
    return Future.fromCompletionStage(queue.waiting(lookedAt, LANES_MAX))
        .compose(
            found -> {
              lookedAt = found.last();
              return history.write(found.lanes());
            })
        .compose(written -> Future.fromCompletionStage(record.overdue(OVERDUE)))
        .compose(lanes -> Future.join(lanes.stream().map(log::retries).toList()).mapEmpty());
  }
}
