package dev.pixstream.server.console;

import dev.pixstream.core.Ispb;
import dev.pixstream.core.view.LaneView;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the store once a second how all lanes stand, as long as somebody watches and {@link #LINGER}
 * longer, and tells all viewers of this node. However many there are, whatever they look at: it is
 * one query.
 */
public final class Sampler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);
  static final Duration PERIOD = Duration.ofSeconds(1);

  /** How long it goes on for who goes from page to page. */
  private static final Duration LINGER = Duration.ofSeconds(60);

  /** Rates over a longer pause than this would tell nothing. */
  private static final Duration PAUSE_MAX = Duration.ofSeconds(10);

  private static final Duration FRESH = Duration.ofMillis(1_500);

  private final LaneView view;
  private final ScheduledExecutorService timers;
  private final Set<Viewer> viewers = new CopyOnWriteArraySet<>();
  private final Map<Optional<Ispb>, Trail> trails = new ConcurrentHashMap<>();
  private volatile Optional<Known> latest = Optional.empty();
  private CompletableFuture<Moment> asking = CompletableFuture.completedFuture(null);
  private boolean running;
  private volatile boolean closed;
  private volatile long watchedNanos;

  private record Known(Moment moment, long nanos) {
    boolean isYounger(Duration age) {
      return System.nanoTime() - nanos < age.toNanos();
    }
  }

  /** Somebody who watches. */
  interface Viewer {
    /** The lane that has to be told in detail. */
    Optional<Ispb> lane();

    /** Called once a second, on any thread. */
    void show(Moment moment);

    /** The server stops. */
    void end();
  }

  public Sampler(LaneView view, ScheduledExecutorService timers) {
    this.view = view;
    this.timers = timers;
  }

  /** Has a viewer told from now on. */
  void add(Viewer viewer) {
    viewers.add(viewer);
    watchedNanos = System.nanoTime();
    if (closed) {
      viewer.end();
    }
    start();
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
  CompletableFuture<Moment> now(Optional<Ispb> lane) {
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
  String trail(Optional<Ispb> lane) {
    return trails.computeIfAbsent(lane, _ -> new Trail()).json();
  }

  @Override
  public void close() {
    closed = true;
    viewers.forEach(Viewer::end);
  }

  private synchronized void start() {
    if (!running && !closed) {
      running = true;
      timers.execute(this::tick);
    }
  }

  private void tick() {
    if (!goesOn()) {
      return;
    }
    var _ = timers.schedule(this::tick, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    synchronized (this) {
      if (!asking.isDone()) {
        return; // The store is slow: its answer to the last question is the next one shown.
      }
    }
    var _ =
        ask(Optional.empty(), true)
            .whenComplete(
                (moment, failure) -> {
                  if (failure == null) {
                    tell(moment);
                  } else {
                    LOG.debug("No sample for the console: {}", failure.getMessage());
                  }
                });
  }

  private synchronized boolean goesOn() {
    boolean watched = !viewers.isEmpty() || System.nanoTime() - watchedNanos < LINGER.toNanos();
    running = watched && !closed;
    if (!running) {
      trails.clear();
    }
    return running;
  }

  /**
   * Asks the store.
   *
   * @param keeps whether the next sample is compared with this one
   */
  private synchronized CompletableFuture<Moment> ask(Optional<Ispb> lane, boolean keeps) {
    var before = latest.filter(found -> found.isYounger(PAUSE_MAX)).map(Known::moment);
    var watched = new HashSet<Ispb>();
    viewers.forEach(viewer -> viewer.lane().ifPresent(watched::add));
    lane.ifPresent(watched::add);
    var asked =
        view.sample(before.map(Moment::time), watched)
            .thenApply(
                sample -> {
                  var moment = new Moment(sample, before);
                  if (keeps) {
                    latest = Optional.of(new Known(moment, System.nanoTime()));
                  }
                  return moment;
                })
            .toCompletableFuture();
    asking = keeps ? asked : asking;
    return asked;
  }

  private void tell(Moment moment) {
    trails.computeIfAbsent(Optional.empty(), _ -> new Trail()).used();
    for (var viewer : viewers) {
      viewer
          .lane()
          .ifPresent(lane -> trails.computeIfAbsent(Optional.of(lane), _ -> new Trail()).used());
    }
    trails.values().removeIf(trail -> trail.idleNanos() > LINGER.toNanos());
    trails.forEach((lane, trail) -> trail.add(Trail.point(moment.time(), moment.row(lane))));
    viewers.forEach(viewer -> viewer.show(moment));
  }

  /** For tests. */
  Optional<Instant> sampled() {
    return latest.map(known -> known.moment().time());
  }
}
