package dev.pixstream.server.console.live;

import dev.pixstream.core.async.Duty;
import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.view.LaneView;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Asks the store once a second how all lanes stand, as long as somebody watches and {@link #LINGER}
 * longer, and tells all viewers of this node. However many there are, whatever they look at: it is
 * one query. While nobody watches it asks seldom, so that who comes sees what was before.
 */
public final class Sampler implements AutoCloseable {
  private static final String DUTY = "console";
  static final Duration PERIOD = Duration.ofSeconds(1);
  private static final Duration AT_REST = Duration.ofSeconds(5);

  /** How long it goes on for who goes from page to page. */
  private static final Duration LINGER = Duration.ofSeconds(60);

  /** Rates over a longer pause than this would tell nothing. */
  private static final Duration PAUSE_MAX = Duration.ofSeconds(10);

  /** Lanes whose chart is kept. */
  static final int TRAILS_MAX = 100;

  private static final Duration FRESH = Duration.ofMillis(1_500);

  private final LaneView view;
  private final ScheduledExecutorService timers;
  private final Duty.Troubles troubles;
  private final Set<Viewer> viewers = new CopyOnWriteArraySet<>();
  private final Map<Optional<LaneId>, ChartHistory> trails = new ConcurrentHashMap<>();
  private volatile Optional<Known> latest = Optional.empty();
  private CompletableFuture<LaneSnapshot> asking = CompletableFuture.completedFuture(null);
  private Future<?> next = CompletableFuture.completedFuture(null);
  private boolean resting = true;
  private boolean closed;
  private volatile long watchedNanos = System.nanoTime() - LINGER.toNanos();

  private record Known(LaneSnapshot moment, long nanos) {
    boolean isYounger(Duration age) {
      return System.nanoTime() - nanos < age.toNanos();
    }
  }

  /** Somebody who watches. */
  interface Viewer {
    /** The lane that has to be told in detail. */
    Optional<LaneId> lane();

    /** Called once a second, on any thread. */
    void show(LaneSnapshot moment);

    /** The server stops. */
    void end();
  }

  /**
   * @param troubles is told of samples that failed; the next one comes all the same
   */
  public Sampler(LaneView view, ScheduledExecutorService timers, Duty.Troubles troubles) {
    this.view = view;
    this.timers = timers;
    this.troubles = troubles;
    schedule(AT_REST);
  }

  /** Has a viewer told from now on. */
  void add(Viewer viewer) {
    viewers.add(viewer);
    watchedNanos = System.nanoTime();
    if (!wakes()) {
      viewer.end();
    }
  }

  void remove(Viewer viewer) {
    viewers.remove(viewer);
    watchedNanos = System.nanoTime();
  }

  /** How many watch. */
  public int viewers() {
    return viewers.size();
  }

  /** How things stand: the latest sample if it is fresh and has this lane in detail. */
  public CompletableFuture<LaneSnapshot> now(Optional<LaneId> lane) {
    var known = latest.filter(found -> found.isYounger(FRESH)).map(Known::moment);
    if (known.isPresent()
        && lane.stream()
            .allMatch(
                one -> known.get().detail(one).isPresent() || known.get().state(one).isEmpty())) {
      return CompletableFuture.completedFuture(known.get());
    }
    return ask(lane, known.isEmpty());
  }

  /** The points of a chart so far. */
  public String trail(Optional<LaneId> lane) {
    return trailOf(lane).json();
  }

  /** Beyond {@value #TRAILS_MAX} lanes at a time a chart begins when its page is opened. */
  private ChartHistory trailOf(Optional<LaneId> lane) {
    return trails.size() < TRAILS_MAX || lane.isEmpty()
        ? trails.computeIfAbsent(lane, _ -> new ChartHistory())
        : trails.getOrDefault(lane, new ChartHistory());
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      next.cancel(false);
    }
    viewers.forEach(Viewer::end);
  }

  /** Somebody watches from now on; false: it is closed. */
  private synchronized boolean wakes() {
    if (resting && !closed) {
      resting = false;
      next.cancel(false);
      schedule(Duration.ZERO);
    }
    return !closed;
  }

  private synchronized void schedule(Duration in) {
    next =
        timers.schedule(
            Duty.guarded(DUTY, troubles, this::tick), in.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void tick() {
    if (!goesOn()) {
      return;
    }
    var _ =
        ask(Optional.empty(), true)
            .whenComplete(
                (moment, failure) -> {
                  if (failure == null) {
                    Duty.guarded(DUTY, troubles, () -> tell(moment)).run();
                  } else {
                    troubles.failed(DUTY, failure);
                  }
                });
  }

  /** Whether to ask now. If the store is slow, its last answer is the next one shown. */
  private synchronized boolean goesOn() {
    if (closed) {
      return false;
    }
    resting = viewers.isEmpty() && System.nanoTime() - watchedNanos >= LINGER.toNanos();
    schedule(resting ? AT_REST : PERIOD);
    return asking.isDone();
  }

  /**
   * Asks the store.
   *
   * @param keeps whether the next sample is compared with this one
   */
  private synchronized CompletableFuture<LaneSnapshot> ask(Optional<LaneId> lane, boolean keeps) {
    var before = latest.filter(found -> found.isYounger(PAUSE_MAX)).map(Known::moment);
    var watched = new HashSet<LaneId>();
    viewers.forEach(viewer -> viewer.lane().ifPresent(watched::add));
    lane.ifPresent(watched::add);
    var asked =
        Duty.attempt(() -> view.sample(before.map(LaneSnapshot::time), watched))
            .thenApply(
                sample -> {
                  var moment = new LaneSnapshot(sample, before);
                  if (keeps) {
                    latest = Optional.of(new Known(moment, System.nanoTime()));
                  }
                  return moment;
                })
            .toCompletableFuture();
    asking = keeps ? asked : asking;
    return asked;
  }

  private void tell(LaneSnapshot moment) {
    trailOf(Optional.empty()).used();
    for (var viewer : viewers) {
      viewer.lane().ifPresent(lane -> trailOf(Optional.of(lane)).used());
    }
    trails.values().removeIf(trail -> trail.idleNanos() > LINGER.toNanos());
    trails.forEach((lane, trail) -> trail.add(moment.time(), moment.row(lane)));
    // One that fails must not keep the others from it.
    viewers.forEach(viewer -> Duty.guarded(DUTY, troubles, () -> viewer.show(moment)).run());
  }

  /** For tests. */
  Optional<Instant> sampled() {
    return latest.map(known -> known.moment().time());
  }
}
