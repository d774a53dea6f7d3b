package dev.pixstream.server.faults;

import dev.pixstream.core.model.LaneId;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * Follows streams from id to id, as far as this node sees them, to know which one a request is of.
 * Used under the lock of {@link Faults}.
 */
final class StreamTrail {
  private static final int KEPT_MAX = 20_000;

  private final SequencedMap<LaneId, Long> starts = new LinkedHashMap<>();
  private final SequencedMap<String, Step> steps = new LinkedHashMap<>();

  /** Where an id leads: to which start's stream, and whether it came with a batch. */
  private record Step(long stream, boolean batch) {}

  long starts(LaneId lane) {
    return starts.getOrDefault(lane, 0L);
  }

  Call call(Target target, LaneId lane, String iterationId) {
    if (target == Target.START) {
      long number = starts(lane) + 1;
      keep(starts, lane, number);
      return new Call(target, lane, number, false);
    }
    var step = steps.getOrDefault(iterationId, new Step(0, false));
    return new Call(target, lane, step.stream(), step.batch());
  }

  /** The call was answered with this id. */
  void answered(Call call, String next, boolean batch) {
    keep(steps, next, new Step(call.stream(), batch));
  }

  private static <K, V> void keep(SequencedMap<K, V> map, K key, V value) {
    map.putLast(key, value);
    if (map.size() > KEPT_MAX) {
      map.pollFirstEntry();
    }
  }
}
