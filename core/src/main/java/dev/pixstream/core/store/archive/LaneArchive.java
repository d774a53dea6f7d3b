package dev.pixstream.core.store.archive;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.Payload;
import dev.pixstream.core.model.SeqRange;
import dev.pixstream.core.store.AppendOutcome;
import dev.pixstream.core.store.MessageLog;
import dev.pixstream.core.store.MessageLog.NewMessage;
import dev.pixstream.core.store.audit.Verification;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What a coordinator that keeps streams and claims in a store of its own needs of the store that
 * has the messages and the history.
 *
 * <p>The <em>epoch</em> of a lane is in both stores. It is raised here, by {@link #rebuild},
 * whenever the other store turns out not to know the present: it was emptied, it is another process
 * than before, or its epoch is not this one.
 */
public interface LaneArchive {
  /** Stores messages as {@link MessageLog#append} does, and tells how far the lanes reach. */
  CompletionStage<Appended> append(List<NewMessage> messages);

  /**
   * What storing came to.
   *
   * @param tails how far each lane reaches that got something
   */
  record Appended(AppendOutcome outcome, Map<LaneId, Tail> tails) {}

  /** How far each of these lanes reaches. */
  CompletionStage<Map<LaneId, Tail>> tails(Collection<LaneId> lanes);

  /**
   * How far a lane reaches.
   *
   * @param number of its newest message; 0: it has none
   * @param epoch of the lane; 0: it has none; {@link #OTHER}: another one began it
   */
  record Tail(long number, long epoch) {}

  /**
   * Instead of an epoch: this is not the store that began the lane's last one, but one that took
   * its place and may have less of the lane, such as a replica that lagged.
   */
  long OTHER = -1;

  /** The messages of a batch. Batches that are wanted at the same time are read in one call. */
  CompletionStage<Batch> read(Claimed batch);

  /**
   * A batch whose messages are wanted.
   *
   * @param ranges in the order of delivery
   */
  record Claimed(LaneId lane, List<SeqRange> ranges) {
    /** Copies the ranges. */
    public Claimed {
      ranges = List.copyOf(ranges);
    }
  }

  /**
   * Messages of a lane.
   *
   * @param epoch the lane's; 0: it has none; {@link #OTHER}: another one began it
   * @param payloads the stored bytes, range by range; a message that is not there has none
   * @param storedAt when the first message of each range was stored; as many as there are ranges
   *     with messages
   */
  record Batch(long epoch, List<Payload> payloads, List<Instant> storedAt) {}

  /**
   * Begins a new epoch of the lane.
   *
   * @param epochMin the new one is beyond it
   */
  CompletionStage<Remains> rebuild(LaneId lane, long epochMin);

  /**
   * What is known of a lane here.
   *
   * @param epoch the new one: the next, or if another store began the last one that after the next
   * @param tail the number of the newest message
   * @param head everything up to it is confirmed or in one of the gaps
   * @param suspect everything up to it may have been delivered before
   * @param attempts the largest number of a delivery attempt in the history
   * @param first the lane had no epoch before
   * @param gaps what is not confirmed up to the head, in order
   */
  record Remains(
      long epoch,
      long tail,
      long head,
      long suspect,
      int attempts,
      boolean first,
      List<SeqRange> gaps) {
    /** Copies the gaps. */
    public Remains {
      gaps = List.copyOf(gaps);
    }
  }

  /** How many attempts one call carries at most. */
  int ATTEMPTS_MAX = 1_000;

  /**
   * Writes attempts to the history, of any lanes; those that were confirmed are on the queue then.
   * All is on disk when the stage completes. Writing one again changes nothing. A confirmed one of
   * an earlier epoch that is not written by now is void: when the lane was made anew nobody knew of
   * it, so its messages are delivered again.
   */
  CompletionStage<Void> record(List<Attempt> attempts);

  /**
   * Notes how far these lanes are confirmed, where that is much beyond what was noted before, so
   * that {@link #rebuild} need not read it.
   */
  CompletionStage<Void> raiseFloors(List<LaneId> lanes);

  /** Lanes that have messages, in the order of their codes: those beyond this one. */
  CompletionStage<List<LaneId>> lanes(Optional<LaneId> after, int max);

  /** The log and the history: which messages are stored, and which are confirmed. */
  Verification verification();
}
