package dev.pixstream.server.limits;

import static java.util.stream.Collectors.groupingBy;

import dev.pixstream.core.async.Duty;
import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.StoreUnavailableException;
import dev.pixstream.core.store.TokenLeases;
import dev.pixstream.core.store.TokenLeases.Answer;
import dev.pixstream.core.store.TokenLeases.Ask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Settles a node's part of shared buckets: all that are in use together, twenty times a second, and
 * one alone where that would be too late. Buckets at rest cost nothing.
 */
final class TokenExchange {
  /** How long a node may give out what it has taken, and how long who stores waits for more. */
  static final Duration LEASE = Duration.ofMillis(100);

  private static final String DUTY = "limits";

  private final TokenLeases leases;
  private final long leaseNanos;
  private final Duty.Troubles troubles;
  private final Set<SharedBucket> working = ConcurrentHashMap.newKeySet();

  TokenExchange(TokenLeases leases, Duration lease, Duty.Troubles troubles) {
    this.leases = leases;
    this.troubles = troubles;
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
        .collect(groupingBy(SharedBucket::lane))
        .forEach(this::settle);
  }

  void settle(SharedBucket bucket) {
    settle(bucket.lane(), List.of(bucket));
  }

  private void settle(LaneId lane, List<SharedBucket> buckets) {
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
    Duty.attempt(() -> leases.settle(lane, asks))
        .whenComplete((answers, failure) -> tell(asking, answers, failure));
  }

  /** Each bucket is told, whatever becomes of the others: one that is not would wait for ever. */
  private void tell(
      List<SharedBucket> asking, @Nullable List<Answer> answers, @Nullable Throwable failure) {
    if (failure != null && !isAway(failure)) {
      troubles.failed(DUTY, failure);
    }
    for (int i = 0; i < asking.size(); i++) {
      var bucket = asking.get(i);
      var answer =
          answers == null || i >= answers.size()
              ? Optional.<Answer>empty()
              : Optional.of(answers.get(i));
      Duty.guarded(DUTY, troubles, () -> answer.ifPresentOrElse(bucket::answered, bucket::failed))
          .run();
    }
  }

  private static boolean isAway(Throwable failure) {
    return failure instanceof StoreUnavailableException
        || failure.getCause() instanceof StoreUnavailableException;
  }
}
