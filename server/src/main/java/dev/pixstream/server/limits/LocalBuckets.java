package dev.pixstream.server.limits;

import dev.pixstream.core.Ispb;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Buckets of this node alone. Their number is bounded: a full one is as good as none and is
 * forgotten; institutions beyond the bound share one.
 */
public final class LocalBuckets implements TokenBuckets {
  private static final int INSTITUTIONS_MAX = 50_000;

  private final String name;
  private final Rate rate;
  private final ConcurrentHashMap<Ispb, LocalBucket> buckets = new ConcurrentHashMap<>();
  private final LocalBucket others;

  public LocalBuckets(String name, Rate rate) {
    this.name = name;
    this.rate = rate;
    this.others = new LocalBucket(name, rate);
  }

  @Override
  public Quota take(Ispb ispb, long tokens) {
    return bucket(ispb).take(tokens);
  }

  @Override
  public Quota look(Ispb ispb) {
    var bucket = buckets.get(ispb);
    return bucket == null
        ? new Quota(name, rate, true, rate.burst(), Duration.ZERO)
        : bucket.look();
  }

  @Override
  public void sweep() {
    buckets.values().removeIf(LocalBucket::isFull);
  }

  int size() {
    return buckets.size();
  }

  private LocalBucket bucket(Ispb ispb) {
    var bucket = buckets.get(ispb);
    if (bucket != null) {
      return bucket;
    }
    return buckets.size() >= INSTITUTIONS_MAX
        ? others
        : buckets.computeIfAbsent(ispb, key -> new LocalBucket(name, rate));
  }
}
