package dev.pixstream.core.store.queue;

import dev.pixstream.core.model.LaneId;

/** Is told where this node has confirmed messages, so that they are processed at once. */
@FunctionalInterface
public interface Confirmations {
  /** Nobody wants to know. */
  Confirmations IGNORED = lane -> {};

  /**
   * Messages of this lane may have been confirmed. It is called on the path of every pull: it must
   * neither block nor throw.
   */
  void confirmed(LaneId lane);
}
