package dev.pixstream.core.store.view;

import java.time.Instant;
import java.util.List;

/**
 * All lanes at one moment.
 *
 * @param time the store's
 * @param lanes by ISPB
 */
public record LaneSample(Instant time, List<LaneState> lanes) {
  public LaneSample {
    lanes = List.copyOf(lanes);
  }
}
