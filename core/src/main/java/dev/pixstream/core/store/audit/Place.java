package dev.pixstream.core.store.audit;

import dev.pixstream.core.model.SeqRange;

/**
 * Where a range of messages is.
 *
 * @param stream the number of the stream that has it, as text; empty: none has
 */
public record Place(What what, String stream, SeqRange range) {
  /** The kinds of places. */
  public enum What {
    /** Its messages are there; this is no place of delivery. */
    STORED,
    /** Not claimed yet. */
    BEYOND_HEAD,
    /** In a batch of an open stream. */
    LEASED,
    /** In a batch of a stream that has ended, so that no lease returns it. */
    LEASED_BY_NONE,
    /** In a batch of a stream that has a later one. */
    LEASED_TWICE,
    /** Open for redelivery. */
    RETURNED,
    /** In the history. */
    CONFIRMED,
    /** Confirmed, and on the way to the history. */
    CONFIRMING
  }

  /** A place that no stream has. */
  public static Place of(What what, SeqRange range) {
    return new Place(what, "", range);
  }

  /** As a part of a sentence. */
  public String words() {
    return switch (what) {
      case STORED -> "stored";
      case BEYOND_HEAD -> "beyond the head";
      case LEASED -> "leased to stream " + stream;
      case LEASED_BY_NONE -> "leased to stream " + stream + ", which has ended";
      case LEASED_TWICE -> "leased to stream " + stream + ", which has a later batch";
      case RETURNED -> "returned";
      case CONFIRMED, CONFIRMING -> "confirmed";
    };
  }
}
