package dev.pixstream.core.delivery;

import dev.pixstream.core.model.IterationId;
import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.CloseOutcome;
import dev.pixstream.core.store.Expiry;
import dev.pixstream.core.store.PullOutcome;
import dev.pixstream.core.store.PullRequest;
import java.util.List;

/**
 * Is told what collectors ask of a node and what came of it, for measures and logs. Calls come on
 * the pull path, from many threads: they must not block, and are to take less than a microsecond.
 */
public interface CollectorListener {
  /** Nobody listens. */
  CollectorListener NONE = new CollectorListener() {};

  /**
   * One request of a collector, at its end.
   *
   * @param opening it opened a stream
   * @param waitedNanos how long it waited for messages; 0: it did not
   * @param wakeNanos how long ago it was woken, if that led to its outcome; 0: it was not
   */
  record Pull(PullRequest request, boolean opening, long waitedNanos, long wakeNanos) {
    /** Since its arrival. */
    public long tookNanos() {
      return System.nanoTime() - request.arrivedNanos();
    }
  }

  /** A request is about to be answered. */
  default void pulled(Pull pull, PullOutcome outcome) {}

  /** A request could not be answered: the store is unavailable, or there is a bug. */
  default void failed(Pull pull, Throwable failure) {}

  /** The client of a request went away before it had an answer. */
  default void abandoned(Pull pull) {}

  /** A stream was to be closed by its collector. */
  default void closed(LaneId lane, IterationId id, CloseOutcome outcome) {}

  /** Streams whose lease had ended were ended by this node. */
  default void expired(LaneId lane, Expiry expiry) {}

  /** The response with a batch could not be written. */
  default void undelivered(PullOutcome.Delivered batch) {}

  /** Tells several, in this order. */
  static CollectorListener all(List<CollectorListener> listeners) {
    return new CollectorListeners(listeners);
  }
}
