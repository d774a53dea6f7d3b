package dev.pixstream.core.store.queue;

import dev.pixstream.core.model.Ispb;

/** Is told where this node has confirmed messages, so that they are processed at once. */
@FunctionalInterface
public interface Confirmations {
  /** Nobody wants to know. */
  Confirmations IGNORED = ispb -> {};

  /**
   * Messages of this lane may have been confirmed. It is called on the path of every pull: it must
   * neither block nor throw.
   */
  void confirmed(Ispb ispb);
}
