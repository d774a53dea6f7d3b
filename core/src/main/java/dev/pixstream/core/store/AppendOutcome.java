package dev.pixstream.core.store;

import dev.pixstream.core.model.Arrival;
import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.MessageKey;
import java.util.List;

/** What storing came to. */
public sealed interface AppendOutcome {
  /**
   * The messages are on disk.
   *
   * @param parts what each lane got, in the order in which the messages name the lanes
   */
  record Stored(List<Part> parts) implements AppendOutcome {
    /** Copies the parts. */
    public Stored {
      parts = List.copyOf(parts);
    }

    /** How many messages were stored. */
    public int inserted() {
      return parts.stream().mapToInt(Part::inserted).sum();
    }

    /** How many were there before, or came twice. */
    public int duplicates() {
      return parts.stream().mapToInt(Part::duplicates).sum();
    }
  }

  /**
   * What one lane got.
   *
   * @param inserted how many messages were stored
   * @param duplicates how many were there before, or came twice
   * @param arrival the stored ones, for waking
   */
  record Part(LaneId lane, int inserted, int duplicates, Arrival arrival) {}

  /** Nothing was stored: this key is there with other content. */
  record Conflict(LaneId lane, MessageKey key) implements AppendOutcome {}

  /**
   * Nothing was stored: this lane has its allowed backlog, or would with these messages have more
   * (promise 9).
   *
   * @param backlog how many of its messages were never delivered
   * @param max how many there may be
   */
  record Full(LaneId lane, long backlog, long max) implements AppendOutcome {}
}
