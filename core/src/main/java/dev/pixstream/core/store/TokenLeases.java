package dev.pixstream.core.store;

import dev.pixstream.core.model.LaneId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Token buckets that all nodes share (contract, promise 9). A node takes tokens ahead of their use,
 * for 100 ms at most, and brings back what it did not use.
 */
public interface TokenLeases {
  /**
   * What a node asks of one bucket of an institution. A bucket that nobody has touched is full.
   *
   * @param bucket its name, one of this institution's
   * @param perSecond how many tokens come back in a second
   * @param burst how many it holds
   * @param spent tokens that the node has given out before it had them: they are taken in any case,
   *     and the bucket may come to owe some; below zero: the node brings back so many
   * @param wanted how many more it takes at most
   */
  record Ask(String bucket, long perSecond, long burst, long spent, long wanted) {}

  /**
   * What a bucket says.
   *
   * @param granted how many of the wanted tokens the node has now
   * @param left how many are left in the bucket; below zero: it owes them
   */
  record Answer(long granted, long left) {}

  /**
   * Asks several buckets of one institution, in one round trip.
   *
   * @return the answers, in the order of what was asked; fails with {@link
   *     StoreUnavailableException} if the store of the buckets is unavailable
   */
  CompletionStage<List<Answer>> settle(LaneId lane, List<Ask> asks);
}
