package dev.pixstream.core.store.queue;

import dev.pixstream.core.model.Payload;
import java.time.Instant;
import java.util.List;

/**
 * A dead letter with its message and all that was done with it.
 *
 * @param payload the canonical JSON of the message
 * @param audit what was done, the oldest first
 */
public record DeadLetterHistory(DeadLetter letter, Payload payload, List<Action> audit) {
  public DeadLetterHistory {
    audit = List.copyOf(audit);
  }

  /**
   * Something that was done with it.
   *
   * @param action replayed or discarded
   * @param reason of a discard; empty for a replay
   * @param errorClass the error that it was dead of
   * @param errorMessage what that said
   * @param attempts how many had failed
   * @param acted when
   */
  public record Action(
      String action,
      String reason,
      String errorClass,
      String errorMessage,
      int attempts,
      Instant acted) {}
}
