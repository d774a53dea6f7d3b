package dev.pixstream.server.limits;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.TokenLeases;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One node's part of the buckets of one kind. It ticks when the test says so. */
final class LimitNode {
  private final TokenLeases real;
  private final WatchedLeases leases;
  private final LaneId lane;
  private final Rate rate;
  private final TokenExchange exchange;
  private final TokenBuckets buckets;

  LimitNode(TokenLeases real, LaneId lane, Rate rate, int nodes, Duration lease) {
    this.real = real;
    this.lane = lane;
    this.rate = rate;
    this.leases = new WatchedLeases(real);
    this.exchange = new TokenExchange(leases, lease, (duty, failure) -> {});
    this.buckets = TokenBuckets.shared("pulls", rate, rate.shared(nodes), exchange);
  }

  WatchedLeases leases() {
    return leases;
  }

  TokenBuckets buckets() {
    return buckets;
  }

  /** How many requests for one token are granted, out of so many. */
  int pulls(int requests) {
    int granted = 0;
    for (int i = 0; i < requests; i++) {
      granted += buckets.take(lane, 1).granted() ? 1 : 0;
    }
    return granted;
  }

  CompletableFuture<Quota> store(long tokens) {
    return buckets.takeSoon(lane, tokens).toCompletableFuture();
  }

  /** Uses all that it may advance, and returns when that is settled. */
  void advanceAll() {
    pulls((int) SharedBucket.advance(rate));
    leases.await();
  }

  /** Ticks, and returns when what that asked is answered. */
  void tick() {
    exchange.tick();
    leases.await();
  }

  /** Ticks until all is settled. */
  void rest() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!exchange.isIdle()) {
      assertTrue(System.nanoTime() < deadline, "never settled");
      tick();
      // A round trip, so that the processor rests.
      real.settle(lane, List.of(new TokenLeases.Ask("other", 1, 1, 0, 0)))
          .toCompletableFuture()
          .handle((done, failure) -> true)
          .join();
    }
  }
}
