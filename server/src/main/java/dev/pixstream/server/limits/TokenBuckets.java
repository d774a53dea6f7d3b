package dev.pixstream.server.limits;

import dev.pixstream.core.model.LaneId;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * One kind of token bucket, one for each institution. Their number is bounded: a full one is as
 * good as none and is forgotten; institutions beyond the bound share one of this node.
 */
final class TokenBuckets {
  private static final int INSTITUTIONS_MAX = 50_000;

  private final Function<LaneId, TokenBucket> made;
  private final TokenBucket others;
  private final Quota untouched;
  private final ConcurrentHashMap<LaneId, TokenBucket> buckets = new ConcurrentHashMap<>();

  private TokenBuckets(Function<LaneId, TokenBucket> made, TokenBucket others, Quota untouched) {
    this.made = made;
    this.others = others;
    this.untouched = untouched;
  }

  /** Of this node alone. */
  static TokenBuckets local(String name, Rate rate) {
    return new TokenBuckets(
        lane -> new LocalBucket(name, rate), new LocalBucket(name, rate), untouched(name, rate));
  }

  /**
   * Of all nodes together.
   *
   * @param share what this node gives out alone
   */
  static TokenBuckets shared(String name, Rate rate, Rate share, TokenExchange exchange) {
    return new TokenBuckets(
        lane -> new SharedBucket(lane, name, name, rate, share, exchange),
        new LocalBucket(name, share),
        untouched(name, rate));
  }

  private static Quota untouched(String name, Rate rate) {
    return new Quota(name, rate, true, rate.burst(), Duration.ZERO);
  }

  /** See {@link TokenBucket#take}. */
  Quota take(LaneId lane, long tokens) {
    return bucket(lane).take(tokens);
  }

  /** See {@link TokenBucket#takeSoon}. */
  CompletionStage<Quota> takeSoon(LaneId lane, long tokens) {
    return bucket(lane).takeSoon(tokens);
  }

  /** See {@link TokenBucket#look}. */
  Quota look(LaneId lane) {
    var bucket = buckets.get(lane);
    return bucket == null ? untouched : bucket.look();
  }

  /** Forgets the buckets that are full, as new ones would be. */
  void sweep() {
    buckets.values().removeIf(TokenBucket::isFull);
  }

  int size() {
    return buckets.size();
  }

  private TokenBucket bucket(LaneId lane) {
    var bucket = buckets.get(lane);
    if (bucket != null) {
      return bucket;
    }
    return buckets.size() >= INSTITUTIONS_MAX ? others : buckets.computeIfAbsent(lane, made);
  }
}
