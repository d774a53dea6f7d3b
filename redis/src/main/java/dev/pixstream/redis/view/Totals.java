package dev.pixstream.redis.view;

import dev.pixstream.core.store.view.LaneFacts.LaneFact;
import dev.pixstream.core.store.view.LaneTotals;
import dev.pixstream.core.store.view.LaneTotals.LaneBacklog;
import dev.pixstream.redis.lanes.LaneClaims;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Adds lanes up. */
final class Totals {
  private final Instant now;
  private final List<LaneBacklog> lanes = new ArrayList<>();
  private long backlog;
  private int streams;
  private long leased;
  private long queued;

  Totals(Instant now) {
    this.now = now;
  }

  /** What is claimed of a lane; it may have no messages yet. */
  void add(LaneClaims claims) {
    queued += claims.queued();
    claims
        .held()
        .ifPresent(
            held -> {
              streams += held.streams();
              leased += held.leased();
            });
  }

  /** What is to be delivered of a lane. */
  void add(LaneFact fact, long messages) {
    backlog += messages;
    queued += fact.queued();
    if (messages > 0) {
      var age = fact.oldest().map(at -> Duration.between(at, now)).orElse(Duration.ZERO);
      lanes.add(new LaneBacklog(fact.lane(), messages, age.isNegative() ? Duration.ZERO : age));
    }
  }

  LaneTotals result(int lanesMax) {
    Set<LaneBacklog> named = new LinkedHashSet<>();
    largest(Comparator.comparingLong(LaneBacklog::messages), lanesMax, named);
    largest(Comparator.comparing(LaneBacklog::age), lanesMax, named);
    var age =
        lanes.stream().map(LaneBacklog::age).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    return new LaneTotals(backlog, lanes.size(), age, List.copyOf(named), streams, leased, queued);
  }

  private void largest(Comparator<LaneBacklog> by, int lanesMax, Set<LaneBacklog> named) {
    lanes.sort(by.reversed());
    lanes.stream().limit(lanesMax).forEach(named::add);
  }
}
