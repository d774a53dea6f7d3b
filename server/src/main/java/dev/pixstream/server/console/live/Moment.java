package dev.pixstream.server.console.live;

import dev.pixstream.core.model.Ispb;
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
public final class Moment {
  private final LaneSample sample;
  private final List<LaneRow> rows;
  private final Map<String, LaneState> byIspb;
  private final LaneRow all;
  private final Map<Object, String> rendered = new ConcurrentHashMap<>();

  Moment(LaneSample sample, Optional<Moment> before) {
    this.sample = sample;
    this.byIspb = new HashMap<>();
    sample.lanes().forEach(lane -> byIspb.put(lane.ispb().value(), lane));
    double seconds =
        before.map(old -> Duration.between(old.time(), sample.time()).toNanos() / 1e9).orElse(0.0);
    this.rows =
        sample.lanes().stream()
            .map(
                lane ->
                    LaneRow.of(
                        lane,
                        before.flatMap(old -> old.state(lane.ispb())),
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
  public LaneRow row(Optional<Ispb> lane) {
    return lane.map(
            one ->
                rows.stream()
                    .filter(row -> row.ispb().equals(one.value()))
                    .findFirst()
                    .orElseGet(() -> LaneRow.none(one.value())))
        .orElse(all);
  }

  public Optional<LaneState> state(Ispb lane) {
    return Optional.ofNullable(byIspb.get(lane.value()));
  }

  /** A lane from within, if it was watched when the sample was taken. */
  public Optional<LaneDetail> detail(Ispb lane) {
    return state(lane).flatMap(LaneState::detail);
  }

  /** What this renders, made once for all who ask with an equal key. */
  public String rendered(Object key, Supplier<String> rendering) {
    return rendered.computeIfAbsent(key, _ -> rendering.get());
  }
}
