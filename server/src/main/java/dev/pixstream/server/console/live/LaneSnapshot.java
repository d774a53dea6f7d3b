package dev.pixstream.server.console.live;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.view.LaneDetail;
import dev.pixstream.core.store.view.LaneSample;
import dev.pixstream.core.store.view.LaneState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * One sample, compared with the one before. It keeps what was rendered of it, so that viewers of
 * the same page share that too.
 */
public final class LaneSnapshot {
  private final LaneSample sample;
  private final List<LaneRow> rows;
  private final Map<LaneId, LaneState> states;
  private final LaneRow all;
  private final Map<Object, String> rendered = new ConcurrentHashMap<>();

  LaneSnapshot(LaneSample sample, Optional<LaneSnapshot> before) {
    this.sample = sample;
    this.states = new HashMap<>();
    sample.lanes().forEach(state -> states.put(state.lane(), state));
    double seconds =
        before.map(old -> Duration.between(old.time(), sample.time()).toNanos() / 1e9).orElse(0.0);
    this.rows =
        sample.lanes().stream()
            .map(
                state ->
                    LaneRow.of(
                        state,
                        before.flatMap(old -> old.state(state.lane())),
                        seconds,
                        sample.time()))
            .toList();
    this.all = rows.stream().reduce(LaneRow.none(""), LaneRow::plus);
  }

  public Instant time() {
    return sample.time();
  }

  public List<LaneRow> rows() {
    return rows;
  }

  /** One lane, or all of them together. */
  public LaneRow row(Optional<LaneId> lane) {
    return lane.map(
            one ->
                rows.stream()
                    .filter(row -> row.lane().equals(one.value()))
                    .findFirst()
                    .orElseGet(() -> LaneRow.none(one.value())))
        .orElse(all);
  }

  public Optional<LaneState> state(LaneId lane) {
    return Optional.ofNullable(states.get(lane));
  }

  /** A lane from within, if it was watched when the sample was taken. */
  public Optional<LaneDetail> detail(LaneId lane) {
    return state(lane).flatMap(LaneState::detail);
  }

  /** What this renders, made once for all who ask with an equal key. */
  public String rendered(Object key, Supplier<String> rendering) {
    return rendered.computeIfAbsent(key, _ -> rendering.get());
  }
}
