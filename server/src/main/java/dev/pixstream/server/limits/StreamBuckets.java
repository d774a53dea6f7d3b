package dev.pixstream.server.limits;

import dev.pixstream.core.model.Iteration;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * A bucket for each stream. A stream's id changes with every batch, so its bucket follows: it is
 * found by the newest id and by the one before it, which a retry names. An older one the store
 * refuses, and the institution's bucket counts it. A stream that comes from another node brings no
 * bucket; it gets one with its first answer here, a new one where nodes do not share them.
 */
final class StreamBuckets {
  private static final int STREAMS_MAX = 200_000;
  static final String NAME = "stream-pulls";

  private final Function<Iteration, TokenBucket> made;
  private final long keptNanos;
  private final ConcurrentHashMap<Iteration, Followed> byId = new ConcurrentHashMap<>();

  /**
   * @param made makes the bucket of an institution's stream that has this id
   */
  StreamBuckets(Function<Iteration, TokenBucket> made, Duration kept) {
    this.made = made;
    this.keptNanos = kept.toNanos();
  }

  /** Takes a token; empty if nothing is known of such a stream. */
  Optional<Quota> take(Iteration asked) {
    var stream = byId.get(asked);
    return stream == null ? Optional.empty() : Optional.of(stream.bucket.take(1));
  }

  /** A request with one id was answered with another, or with the same. */
  void answered(Iteration asked, Iteration next) {
    var known = byId.get(asked);
    if (known == null && byId.size() >= STREAMS_MAX) {
      return;
    }
    var stream = known == null ? new Followed(made.apply(next)) : known;
    stream.move(asked, next);
  }

  void closed(Iteration id) {
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
    private final TokenBucket bucket;
    private volatile long seenNanos = System.nanoTime();
    private Optional<Iteration> before = Optional.empty();
    private Optional<Iteration> newest = Optional.empty();

    Followed(TokenBucket bucket) {
      this.bucket = bucket;
    }

    synchronized void move(Iteration asked, Iteration next) {
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
