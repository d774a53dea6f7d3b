package dev.pixstream.postgres;

import dev.pixstream.core.Ispb;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * How the whole installation stands, at one moment.
 *
 * @param time the store's
 * @param backlog messages to be delivered
 * @param backlogLanes in how many lanes
 * @param backlogAge how long ago the oldest of them was stored; zero: there is none
 * @param lanes the lanes with the largest backlog and those with the oldest message
 * @param streams how many are open
 * @param leased messages that are delivered and not confirmed
 * @param queued confirmed batches that no worker has taken
 * @param retrying messages whose processing failed and is tried again
 * @param dead messages in the dead letters, counted up to 100,000
 * @param deadTuples rows that wait for vacuum, by table
 * @param xminAge how many transactions ago the oldest snapshot was taken that holds vacuum back
 * @param transactionAge since when the oldest transaction has been open
 */
public record StoreStatistics(
    Instant time,
    long backlog,
    int backlogLanes,
    Duration backlogAge,
    List<LaneBacklog> lanes,
    int streams,
    long leased,
    long queued,
    long retrying,
    long dead,
    Map<String, Long> deadTuples,
    long xminAge,
    Duration transactionAge) {
  /** Copies the lists. */
  public StoreStatistics {
    lanes = List.copyOf(lanes);
    deadTuples = Map.copyOf(deadTuples);
  }

  /**
   * One lane's.
   *
   * @param messages to be delivered
   * @param age how long ago the oldest of them was stored
   */
  public record LaneBacklog(Ispb ispb, long messages, Duration age) {}
}
