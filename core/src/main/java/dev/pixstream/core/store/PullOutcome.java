package dev.pixstream.core.store;

import dev.pixstream.core.model.IterationId;
import dev.pixstream.core.model.Payload;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a pull, or the opening of a stream, came to. One place maps these to status codes. */
public sealed interface PullOutcome {
  /**
   * A batch is leased to the stream: a new one, or the very one that this iterationId was answered
   * with before.
   *
   * @param next the id that confirms it
   * @param payloads 1 to 10 messages, each as the bytes that were stored, in the order of the lane
   * @param redelivered how many of them were, or may have been, delivered before
   * @param leaseUntil when the lease ends, on the store's clock
   * @param supplanted another request waited in this one's place, perhaps on another node
   * @param stream the number of the stream, as the history of a message tells it
   * @param storedAt when the oldest of those that were never delivered before was stored, on the
   *     store's clock; empty: all were, or the batch is sent again
   */
  record Delivered(
      IterationId next,
      List<Payload> payloads,
      int redelivered,
      Instant leaseUntil,
      boolean supplanted,
      long stream,
      Optional<Instant> storedAt)
      implements PullOutcome {
    public Delivered {
      payloads = List.copyOf(payloads);
    }
  }

  /**
   * Nothing to deliver. The batch before is confirmed.
   *
   * @param next the id to pull next
   * @param supplanted as in {@link Delivered}
   */
  record Empty(IterationId next, boolean supplanted) implements PullOutcome {}

  /** A newer request with the same id took over; this one claimed nothing. */
  record Superseded() implements PullOutcome {}

  /**
   * The batch to send again holds more messages than this request accepts. The batch stays leased.
   */
  record NotAcceptable() implements PullOutcome {}

  /** The stream was closed or has expired, or the id is older than the stream's previous one. */
  record Closed() implements PullOutcome {}

  /** No such id in this lane. */
  record Unknown() implements PullOutcome {}

  /** All streams that the lane may have are open. */
  record TooManyStreams() implements PullOutcome {}
}
