package dev.pixstream.server.limits;

import dev.pixstream.core.Ispb;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Buckets that all nodes share. Their number is bounded on each node: one that has had the time to
 * fill is forgotten; institutions beyond the bound share one of the node.
 */
final class SharedBuckets implements TokenBuckets {
  private static final int INSTITUTIONS_MAX = 50_000;

  private final String name;
  private final Rate rate;
  private final Rate share;
  private final Settlement settlement;
  private final ConcurrentHashMap<Ispb, SharedBucket> buckets = new ConcurrentHashMap<>();
  private final LocalBucket others;

  /**
   * Creates them.
   *
   * @param share what this node gives out alone
   */
  SharedBuckets(String name, Rate rate, Rate share, Settlement settlement) {
    this.name = name;
    this.rate = rate;
    this.share = share;
    this.settlement = settlement;
    this.others = new LocalBucket(name, share);
  }

  @Override
  public Quota take(Ispb ispb, long tokens) {
    return isOther(ispb) ? others.take(tokens) : bucket(ispb).take(tokens);
  }

  @Override
  public CompletionStage<Quota> takeSoon(Ispb ispb, long tokens) {
    return isOther(ispb)
        ? CompletableFuture.completedFuture(others.take(tokens))
        : bucket(ispb).takeSoon(tokens);
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
    buckets.values().removeIf(SharedBucket::isFull);
  }

  int size() {
    return buckets.size();
  }

  private boolean isOther(Ispb ispb) {
    return buckets.size() >= INSTITUTIONS_MAX && !buckets.containsKey(ispb);
  }

  private SharedBucket bucket(Ispb ispb) {
    return buckets.computeIfAbsent(
        ispb, key -> new SharedBucket(key, name, name, rate, share, settlement));
  }
}
