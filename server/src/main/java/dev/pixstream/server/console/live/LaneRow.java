package dev.pixstream.server.console.live;

import dev.pixstream.core.store.view.LaneState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A lane, or all of them together, as it stands and as it moves.
 *
 * @param lane empty: all
 * @param age of the oldest message to be delivered; zero: there is none
 * @param stored messages per second
 * @param delivered messages per second, those that were delivered before included
 * @param processed messages per second
 * @param redelivered messages delivered once more, within 15 minutes
 */
public record LaneRow(
    String lane,
    long backlog,
    Duration age,
    double stored,
    double delivered,
    double processed,
    int streams,
    int waiting,
    long inFlight,
    long redelivered,
    long dead) {

  static LaneRow none(String lane) {
    return new LaneRow(lane, 0, Duration.ZERO, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  /** A lane that was not there before has stored since then all that it has. */
  static LaneRow of(LaneState now, Optional<LaneState> before, double seconds, Instant time) {
    boolean moved = seconds > 0;
    long stored = now.stored() - before.map(LaneState::stored).orElse(0L);
    long delivered = now.head() - before.map(LaneState::head).orElse(0L) + now.redelivered();
    return new LaneRow(
        now.lane().value(),
        now.backlog(),
        now.oldest().map(oldest -> Duration.between(oldest, time)).orElse(Duration.ZERO),
        moved ? stored / seconds : 0,
        moved ? delivered / seconds : 0,
        moved ? now.processed() / seconds : 0,
        now.streams(),
        now.waiting(),
        now.inFlight(),
        now.redeliveredLately(),
        now.dead());
  }

  LaneRow plus(LaneRow other) {
    return new LaneRow(
        lane,
        backlog + other.backlog,
        age.compareTo(other.age) >= 0 ? age : other.age,
        stored + other.stored,
        delivered + other.delivered,
        processed + other.processed,
        streams + other.streams,
        waiting + other.waiting,
        inFlight + other.inFlight,
        redelivered + other.redelivered,
        dead + other.dead);
  }
}
