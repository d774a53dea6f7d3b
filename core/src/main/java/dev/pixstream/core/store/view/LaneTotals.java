package dev.pixstream.core.store.view;

import dev.pixstream.core.model.LaneId;
import java.time.Duration;
import java.util.List;

/**
 * All lanes together.
 *
 * @param backlog messages to be delivered, those that were returned included
 * @param backlogLanes in how many lanes
 * @param backlogAge how long ago the oldest of them was stored; zero: there is none
 * @param lanes the lanes with the largest backlog and those with the oldest message
 * @param streams how many are open
 * @param leased messages that are delivered and not confirmed
 * @param queued confirmed batches that no worker has taken
 */
public record LaneTotals(
    long backlog,
    int backlogLanes,
    Duration backlogAge,
    List<LaneBacklog> lanes,
    int streams,
    long leased,
    long queued) {
  public LaneTotals {
    lanes = List.copyOf(lanes);
  }

  /**
   * One lane's.
   *
   * @param messages to be delivered
   * @param age how long ago the oldest of them was stored
   */
  public record LaneBacklog(LaneId lane, long messages, Duration age) {}
}
