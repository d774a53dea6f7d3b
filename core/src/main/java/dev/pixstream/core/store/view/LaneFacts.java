package dev.pixstream.core.store.view;

import dev.pixstream.core.model.LaneId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/**
 * What the store of the messages knows of lanes whose claims are in another store, for the {@link
 * LaneView} of that one.
 */
public interface LaneFacts {
  /** All lanes that have messages, and those where somebody only ever waited; by ISPB. */
  CompletionStage<List<LaneId>> lanes();

  /**
   * How far a lane's claims reach.
   *
   * @param head where what was never delivered begins; empty: nobody knows the lane's claims, so it
   *     is told from the history
   * @param firstReturned where the first range begins that is open for redelivery, if there is one
   */
  record Reach(LaneId lane, OptionalLong head, OptionalLong firstReturned) {}

  /**
   * What is known of those of these lanes that have messages, as one call of at most 2 s.
   *
   * @param since what was processed is counted from there; empty: it is zero
   */
  CompletionStage<Facts> facts(Optional<Instant> since, List<Reach> lanes);

  /**
   * What is known at one moment.
   *
   * @param time the store's
   */
  record Facts(Instant time, List<LaneFact> lanes) {
    public Facts {
      lanes = List.copyOf(lanes);
    }
  }

  /**
   * One lane's.
   *
   * @param stored messages that were ever stored
   * @param head as it was given; else the end of what the history has
   * @param open messages up to the head that are not confirmed, where the head was not given; of
   *     the newest 50 confirmations
   * @param oldest when the oldest of the backlog was stored
   * @param queued confirmed batches that no worker has taken
   * @param processed messages whose job was done since then
   * @param dead dead letters; over all lanes at most 100,000 are counted
   * @param cleaned messages up to this number were removed after the retention
   */
  record LaneFact(
      LaneId lane,
      long stored,
      long head,
      long open,
      Optional<Instant> oldest,
      long queued,
      long processed,
      long dead,
      long cleaned) {}
}
