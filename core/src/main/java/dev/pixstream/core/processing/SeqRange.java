package dev.pixstream.core.processing;

/**
 * Consecutive messages of one lane.
 *
 * @param from the number before the first
 * @param to the number of the last
 */
public record SeqRange(long from, long to) {
  /** Checks that it holds something. */
  public SeqRange {
    if (from < 0 || to <= from) {
      throw new IllegalArgumentException("(" + from + ", " + to + "] is no range of messages");
    }
  }

  /** How many messages. */
  public int size() {
    return Math.toIntExact(to - from);
  }
}
