package dev.pixstream.server.limits;

import dev.pixstream.core.IterationId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A bucket for each stream. A stream's id changes with every batch, so its bucket follows: it is
 * found by the newest id and by the one before it, which a retry names. An older one the store
 * refuses, and the institution's bucket counts it. A stream that comes from another node brings no
 * bucket; it gets one with its first answer here.
 */
final class StreamBuckets {
  private static final int STREAMS_MAX = 200_000;
  private static final String NAME = "stream-pulls";

  private final Rate rate;
  private final long keptNanos;
  private final ConcurrentHashMap<IterationId, Followed> byId = new ConcurrentHashMap<>();

  StreamBuckets(Rate rate, Duration kept) {
    this.rate = rate;
    this.keptNanos = kept.toNanos();
  }

  /** Takes a token; empty if nothing is known of such a stream. */
  Optional<Quota> take(IterationId asked) {
    var stream = byId.get(asked);
    return stream == null ? Optional.empty() : Optional.of(stream.bucket.take(1));
  }

  /** A request with one id was answered with another, or with the same. */
  void answered(IterationId asked, IterationId next) {
    var known = byId.get(asked);
    if (known == null && byId.size() >= STREAMS_MAX) {
      return;
    }
    var stream = known == null ? new Followed(new LocalBucket(NAME, rate)) : known;
    stream.move(asked, next);
  }

  void closed(IterationId id) {
    var stream = byId.get(id);
    if (stream != null) {
      stream.forget();
    }
  }

  /** Forgets the streams that were away for long. */
  void sweep() {
    long now = System.nanoTime();
    byId.values().stream()
        .filter(stream -> now - stream.seenNanos > keptNanos)
        .forEach(Followed::forget);
  }

  int size() {
    return byId.size();
  }

  private final class Followed {
    private final LocalBucket bucket;
    private volatile long seenNanos = System.nanoTime();
    private Optional<IterationId> before = Optional.empty();
    private Optional<IterationId> newest = Optional.empty();

    Followed(LocalBucket bucket) {
      this.bucket = bucket;
    }

    synchronized void move(IterationId asked, IterationId next) {
      seenNanos = System.nanoTime();
      if (newest.filter(next::equals).isPresent()) {
        return;
      }
      if (!asked.equals(next)) {
        before.filter(id -> !id.equals(asked)).ifPresent(id -> byId.remove(id, this));
        before = Optional.of(asked);
        byId.put(asked, this);
      }
      newest = Optional.of(next);
      byId.put(next, this);
    }

    synchronized void forget() {
      before.ifPresent(id -> byId.remove(id, this));
      newest.ifPresent(id -> byId.remove(id, this));
    }
  }
}
