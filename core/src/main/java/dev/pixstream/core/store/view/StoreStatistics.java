package dev.pixstream.core.store.view;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * How the whole installation stands, at one moment.
 *
 * @param time the store's
 * @param lanes all lanes together
 * @param retrying messages whose processing failed and is tried again
 * @param dead messages in the dead letters, counted up to 100,000
 * @param deadTuples rows that wait for vacuum, by table
 * @param xminAge how many transactions ago the oldest snapshot was taken that holds vacuum back
 * @param transactionAge since when the oldest transaction has been open
 */
public record StoreStatistics(
    Instant time,
    LaneTotals lanes,
    long retrying,
    long dead,
    Map<String, Long> deadTuples,
    long xminAge,
    Duration transactionAge) {
  /** Copies the map. */
  public StoreStatistics {
    deadTuples = Map.copyOf(deadTuples);
  }

  /** The same, of lanes whose claims are in another store. */
  public StoreStatistics with(LaneTotals others) {
    return new StoreStatistics(time, others, retrying, dead, deadTuples, xminAge, transactionAge);
  }
}
