package dev.pixstream.core.delivery;

import dev.pixstream.core.model.Iteration;
import dev.pixstream.core.model.Nonce;
import dev.pixstream.core.store.PullRequest;
import dev.pixstream.core.store.StreamRules;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Streams whose last request on this node waited in vain. A collector that comes back at once,
 * while nothing has moved in its lane, need not ask the store: it waits on where it was, and its
 * lease is renewed together with all others'.
 */
final class ParkedStreams {
  /** Well within the shortest lease that allows parking, so that a renewal always comes in time. */
  private static final Duration KEPT = Duration.ofSeconds(5);

  private static final Duration LEASE_MIN = Duration.ofSeconds(15);

  private final ConcurrentHashMap<Iteration, Parked> parked = new ConcurrentHashMap<>();
  private final boolean on;

  /** What its last look left behind. */
  record Parked(Nonce nonce, long version, long untilNanos) {}

  ParkedStreams(StreamRules rules) {
    this.on = rules.lease().compareTo(LEASE_MIN) >= 0;
  }

  void park(PullRequest request, long version) {
    if (on) {
      var until = System.nanoTime() + KEPT.toNanos();
      parked.put(request.iteration(), new Parked(request.nonce(), version, until));
    }
  }

  /** Takes a stream out, if it is parked here and was not away for too long. */
  Optional<Parked> take(Iteration iteration) {
    return Optional.ofNullable(parked.remove(iteration))
        .filter(stream -> stream.untilNanos() - System.nanoTime() > 0);
  }

  void forget(Iteration iteration) {
    parked.remove(iteration);
  }

  /** Forgets those that did not come back. */
  void sweep() {
    long now = System.nanoTime();
    parked.values().removeIf(stream -> stream.untilNanos() - now <= 0);
  }
}
