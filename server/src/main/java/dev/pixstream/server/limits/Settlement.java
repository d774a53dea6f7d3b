package dev.pixstream.server.limits;

import static java.util.stream.Collectors.groupingBy;

import dev.pixstream.core.Duty;
import dev.pixstream.core.Ispb;
import dev.pixstream.core.TokenLeases;
import dev.pixstream.core.TokenLeases.Ask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Settles a node's part of shared buckets: all that are in use together, twenty times a second, and
 * one alone where that would be too late. Buckets at rest cost nothing.
 */
final class Settlement {
  /** How long a node may give out what it has taken, and how long who stores waits for more. */
  static final Duration LEASE = Duration.ofMillis(100);

  private final TokenLeases leases;
  private final long leaseNanos;
  private final Set<SharedBucket> working = ConcurrentHashMap.newKeySet();

  Settlement(TokenLeases leases, Duration lease) {
    this.leases = leases;
    this.leaseNanos = lease.toNanos();
  }

  long leaseNanos() {
    return leaseNanos;
  }

  void works(SharedBucket bucket) {
    working.add(bucket);
  }

  void rests(SharedBucket bucket) {
    working.remove(bucket);
  }

  boolean isIdle() {
    return working.isEmpty();
  }

  /** The calls for all institutions are under way at once, one for each. */
  void tick() {
    working.stream()
        .filter(SharedBucket::tick)
        .collect(groupingBy(SharedBucket::ispb))
        .forEach(this::settle);
  }

  void settle(SharedBucket bucket) {
    settle(bucket.ispb(), List.of(bucket));
  }

  private void settle(Ispb ispb, List<SharedBucket> buckets) {
    List<SharedBucket> asking = new ArrayList<>(buckets.size());
    List<Ask> asks = new ArrayList<>(buckets.size());
    for (var bucket : buckets) {
      bucket
          .begin()
          .ifPresent(
              ask -> {
                asking.add(bucket);
                asks.add(ask);
              });
    }
    if (asks.isEmpty()) {
      return;
    }
    // A call that throws is one that failed: the buckets must not wait for its answer for ever.
    Duty.attempt(() -> leases.settle(ispb, asks))
        .whenComplete(
            (answers, failure) -> {
              for (int i = 0; i < asking.size(); i++) {
                if (failure == null && i < answers.size()) {
                  asking.get(i).answered(answers.get(i));
                } else {
                  asking.get(i).failed();
                }
              }
            });
  }
}
