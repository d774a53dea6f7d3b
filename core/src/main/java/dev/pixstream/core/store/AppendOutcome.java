package dev.pixstream.core.store;

import dev.pixstream.core.model.MessageKey;

/** What storing came to. */
public sealed interface AppendOutcome {
  /**
   * The messages are on disk.
   *
   * @param inserted how many messages were stored
   * @param duplicates how many were there before, or came twice
   * @param arrival the stored ones, for waking
   */
  record Stored(int inserted, int duplicates, Arrival arrival) implements AppendOutcome {}

  /** Nothing was stored: this key is there with other content. */
  record Conflict(MessageKey key) implements AppendOutcome {}

  /**
   * Nothing was stored: the lane has its allowed backlog, or would with these messages have more
   * (promise 9).
   *
   * @param backlog how many of its messages were never delivered
   * @param max how many there may be
   */
  record Full(long backlog, long max) implements AppendOutcome {}
}
