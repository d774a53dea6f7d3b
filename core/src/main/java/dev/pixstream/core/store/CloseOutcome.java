package dev.pixstream.core.store;

import dev.pixstream.core.model.Arrival;

/** What closing a stream came to (contract, promise 5). */
public sealed interface CloseOutcome {
  /**
   * The stream is closed.
   *
   * @param returned the messages that went back to the lane; none if the last batch was confirmed
   * @param supplanted a request of this stream still waits, perhaps on another node
   */
  record Ended(Arrival returned, boolean supplanted) implements CloseOutcome {}

  /**
   * It had ended before, or the id is older than the stream's previous one. Nothing was confirmed.
   *
   * @param returned the messages that went back because this request found the lease at its end
   */
  record AlreadyClosed(Arrival returned) implements CloseOutcome {}

  /** No such id in this lane. */
  record Unknown() implements CloseOutcome {}
}
