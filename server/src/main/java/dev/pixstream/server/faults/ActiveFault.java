package dev.pixstream.server.faults;

import java.util.Optional;
import java.util.SplittableRandom;

/** A fault and what became of it. Used under the lock of {@link Faults}. */
final class ActiveFault {
  /** Keeps the fates of a script's faults apart; any large odd number does. */
  private static final long APART = 0x9E3779B97F4A7C15L;

  private final long id;
  private final Fault fault;
  private final long seed;
  private final int position;
  private final long startsBefore;
  private long seen;
  private long happened;

  /**
   * @param position its place in its script, which with the seed decides its fate
   * @param startsBefore how many starts its lane had seen
   */
  ActiveFault(long id, Fault fault, long seed, int position, long startsBefore) {
    this.id = id;
    this.fault = fault;
    this.seed = seed;
    this.position = position;
    this.startsBefore = startsBefore;
  }

  long id() {
    return id;
  }

  Fault fault() {
    return fault;
  }

  boolean appliesTo(Call call) {
    return fault.on().contains(call.target())
        && fault.lane().map(call.lane()::equals).orElse(true)
        && (fault.stream().isEmpty() || call.stream() == startsBefore + fault.stream().getAsInt());
  }

  /**
   * Counts a request that it applies to; if it is to happen to that one, the randomness that
   * belongs to it. The n-th request has the same fate whatever comes between.
   */
  Optional<SplittableRandom> count() {
    seen++;
    var random = new SplittableRandom(seed + APART * position).split();
    var own = new SplittableRandom(random.nextLong() + APART * seen).split();
    boolean left = fault.times().isEmpty() || happened < fault.times().getAsInt();
    return left && fault.when().hits(seen, own) ? Optional.of(own) : Optional.empty();
  }

  void happens() {
    happened++;
  }

  FaultState state() {
    return new FaultState(id, fault, seed, seen, happened);
  }
}
