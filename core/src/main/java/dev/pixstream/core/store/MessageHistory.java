package dev.pixstream.core.store;

import dev.pixstream.core.model.Payload;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One message and what became of it, derived from the ranges that held it.
 *
 * @param sequence its number in the lane: 1, 2, 3 …
 * @param received when it was stored
 * @param payload the stored bytes
 * @param deliveries the latest {@value #DELIVERIES_MAX} delivery attempts, the oldest of them first
 * @param processing what became of it after its confirmation; empty: it is not confirmed
 */
public record MessageHistory(
    long sequence,
    Instant received,
    Payload payload,
    List<Delivery> deliveries,
    Optional<Processing> processing) {
  /** One that nobody confirms is delivered again and again, for as long as it takes. */
  public static final int DELIVERIES_MAX = 100;

  /** Keeps the latest deliveries. */
  public MessageHistory {
    int size = deliveries.size();
    deliveries = List.copyOf(deliveries.subList(Math.max(0, size - DELIVERIES_MAX), size));
  }

  /**
   * A delivery attempt.
   *
   * @param stream the number of the stream it was leased to
   * @param attempt 1, 2, 3 …
   * @param outcome leased, confirmed, released (its stream was closed without confirming it) or
   *     expired
   */
  public record Delivery(
      long stream,
      int attempt,
      Instant leased,
      Instant leaseUntil,
      Optional<Instant> ended,
      String outcome) {}

  /**
   * How its processing stands.
   *
   * @param state waiting (no worker has it), processing, processed, failed (it will be tried
   *     again), dead (a dead letter) or discarded
   * @param attempts how many attempts to process it alone have failed, since its last replay
   * @param next when it is tried again, if it failed
   * @param processed when it was, if it was
   */
  public record Processing(
      String state, int attempts, Optional<Instant> next, Optional<Instant> processed) {}
}
