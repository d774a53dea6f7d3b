package dev.pixstream.core.processing;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.StoreAnswers;
import dev.pixstream.core.store.queue.ProcessingQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

/** Where a worker expects work, and when. Losing any of it costs a moment, never a message. */
final class LanesWithWork {
  /** Retries that are due within this time are asked for together. */
  private static final long GRAIN_NANOS = Duration.ofMillis(50).toNanos();

  private final Set<LaneId> lanes = ConcurrentHashMap.newKeySet();
  private final ConcurrentSkipListSet<Long> retries = new ConcurrentSkipListSet<>();
  private final long origin = System.nanoTime();
  private Optional<LaneId> lookedAt = Optional.empty();

  boolean add(LaneId lane) {
    return lanes.add(lane);
  }

  void addAll(Collection<LaneId> lanes) {
    this.lanes.addAll(lanes);
  }

  boolean isEmpty() {
    return lanes.isEmpty();
  }

  /** Some lanes, which are expected no longer. */
  List<LaneId> takeLanes(int max) {
    List<LaneId> taken = new ArrayList<>();
    for (var at = lanes.iterator(); at.hasNext() && taken.size() < max; ) {
      var lane = at.next();
      at.remove();
      taken.add(lane);
    }
    return taken;
  }

  /** A message of this worker is to be retried. */
  void retry(long now, Duration in) {
    retries.add((now + in.toNanos() - origin) / GRAIN_NANOS + 1);
  }

  /** How long until a retry is due. */
  long untilRetry(long now, Duration max) {
    // first() may find the set emptied by another thread, floor and ceiling answer null instead.
    var first = retries.ceiling(Long.MIN_VALUE);
    return first == null ? max.toNanos() : origin + first * GRAIN_NANOS - now;
  }

  /** All that was due at this time was asked for. */
  void asked(long now) {
    retries.headSet((now - origin) / GRAIN_NANOS, true).clear();
  }

  /** Looks at the next lanes for confirmations that nobody told. */
  void lookAround(ProcessingQueue queue, int lanesMax) throws InterruptedException {
    var found = StoreAnswers.await(queue.waiting(lookedAt, lanesMax));
    lookedAt = found.last();
    addAll(found.lanes());
  }
}
