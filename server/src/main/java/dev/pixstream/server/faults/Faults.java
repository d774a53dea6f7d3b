package dev.pixstream.server.faults;

import dev.pixstream.core.model.LaneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The faults that are active on one node. They are tried in the order in which they were ordered;
 * each counts the requests that it applies to. Delays add up; of the others the first one happens.
 */
public final class Faults {
  /** How many may be active. */
  public static final int ACTIVE_MAX = 100;

  private final List<ActiveFault> active = new ArrayList<>();
  private final StreamTrail trail = new StreamTrail();
  private long lastId;

  /** What happens to a request before it is served. */
  record Before(int delayMs, Optional<Effect> effect) {}

  /**
   * Adds faults.
   *
   * @param seed decides the fate of each together with its place in the list
   * @return false if there would be more than {@link #ACTIVE_MAX}; then nothing has changed
   */
  public synchronized boolean add(long seed, List<Fault> faults) {
    if (active.size() + faults.size() > ACTIVE_MAX) {
      return false;
    }
    for (int i = 0; i < faults.size(); i++) {
      var fault = faults.get(i);
      long startsBefore = fault.lane().map(trail::starts).orElse(0L);
      active.add(new ActiveFault(++lastId, fault, seed, i, startsBefore));
    }
    return true;
  }

  /** Does away with all that there are, and adds these. */
  public synchronized void replace(long seed, List<Fault> faults) {
    active.clear();
    if (!add(seed, faults)) {
      throw new IllegalArgumentException("more than " + ACTIVE_MAX + " faults");
    }
  }

  /** How they stand. */
  public synchronized List<FaultState> states() {
    return active.stream().map(ActiveFault::state).toList();
  }

  /** Does away with all, those of one lane, or one; says with how many. */
  public synchronized int clear(Predicate<FaultState> which) {
    int before = active.size();
    active.removeIf(fault -> which.test(fault.state()));
    return before - active.size();
  }

  synchronized Call call(Target target, LaneId lane, String iterationId) {
    return trail.call(target, lane, iterationId);
  }

  synchronized void answered(Call call, String next, boolean batch) {
    trail.answered(call, next, batch);
  }

  synchronized Before before(Call call) {
    int delayMs = 0;
    Optional<Effect> chosen = Optional.empty();
    for (var fault : active) {
      var effect = fault.fault().effect();
      if (!isBefore(effect, call) || !fault.appliesTo(call)) {
        continue;
      }
      var random = fault.count();
      if (random.isPresent() && effect instanceof Effect.Delay(var min, var max)) {
        fault.happens();
        delayMs += random.get().nextInt(min, max + 1);
      } else if (random.isPresent() && chosen.isEmpty()) {
        fault.happens();
        chosen = Optional.of(effect);
      }
    }
    return new Before(delayMs, chosen);
  }

  /** What happens to the response of a call. */
  synchronized Optional<Effect> after(Call call, boolean body, boolean batch) {
    Optional<Effect> chosen = Optional.empty();
    for (var fault : active) {
      var effect = fault.fault().effect();
      if (isAfter(effect, body, batch)
          && fault.appliesTo(call)
          && fault.count().isPresent()
          && chosen.isEmpty()) {
        fault.happens();
        chosen = Optional.of(effect);
      }
    }
    return chosen;
  }

  private static boolean isBefore(Effect effect, Call call) {
    return switch (effect) {
      case Effect.Delay _, Effect.Throttled _, Effect.Unavailable _ -> true;
      case Effect.Duplicate() -> call.confirms();
      case Effect.LostResponse _, Effect.BadGateway _, Effect.CutBody _, Effect.EndedLease _ ->
          false;
    };
  }

  private static boolean isAfter(Effect effect, boolean body, boolean batch) {
    return switch (effect) {
      case Effect.Delay _, Effect.Throttled _, Effect.Unavailable _, Effect.Duplicate _ -> false;
      case Effect.LostResponse _, Effect.BadGateway _ -> true;
      case Effect.CutBody() -> body;
      case Effect.EndedLease _ -> batch;
    };
  }
}
