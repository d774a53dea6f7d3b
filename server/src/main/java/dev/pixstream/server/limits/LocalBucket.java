package dev.pixstream.server.limits;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;

/** One bucket in this node's memory. */
final class LocalBucket implements TokenBucket {
  private final String name;
  private final Rate rate;
  private final Bucket bucket;

  LocalBucket(String name, Rate rate) {
    this.name = name;
    this.rate = rate;
    this.bucket =
        Bucket.builder()
            .addLimit(
                limit ->
                    limit
                        .capacity(rate.burst())
                        .refillGreedy(rate.perSecond(), Duration.ofSeconds(1)))
            .withCustomTimePrecision(TimeMeter.SYSTEM_NANOTIME)
            .build();
  }

  @Override
  public Quota take(long tokens) {
    var probe = bucket.tryConsumeAndReturnRemaining(Math.min(tokens, rate.burst()));
    return new Quota(
        name,
        rate,
        probe.isConsumed(),
        probe.getRemainingTokens(),
        Duration.ofNanos(probe.getNanosToWaitForRefill()));
  }

  @Override
  public Quota look() {
    var probe = bucket.estimateAbilityToConsume(1);
    return new Quota(
        name,
        rate,
        probe.canBeConsumed(),
        probe.getRemainingTokens(),
        Duration.ofNanos(probe.getNanosToWaitForRefill()));
  }

  @Override
  public boolean isFull() {
    return bucket.getAvailableTokens() >= rate.burst();
  }
}
