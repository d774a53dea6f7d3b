package dev.pixstream.core.store.queue;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.SeqRange;
import java.util.List;

/**
 * Messages of one lane that one worker has taken to process them. It carries ranges only; until its
 * visibility timeout ends nobody else is given them.
 *
 * @param token names this attempt; whoever completes, fails or extends the job shows it
 * @param lane the lane
 * @param ranges which messages, in the order of their confirmation
 * @param attempt 1 for the first; one more for each that failed, or whose worker did not bring it
 *     to an end
 */
public record Job(Token token, LaneId lane, List<SeqRange> ranges, int attempt) {
  /** Copies the ranges. */
  public Job {
    ranges = List.copyOf(ranges);
  }

  /** How many messages. */
  public int size() {
    return ranges.stream().mapToInt(SeqRange::size).sum();
  }

  /** Whether the message with this number is one of its own. */
  public boolean holds(long seq) {
    return ranges.stream().anyMatch(range -> seq > range.from() && seq <= range.to());
  }

  /** An opaque fencing token, unlike that of any other attempt. */
  public record Token(String value) {}
}
