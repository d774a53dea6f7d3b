package dev.pixstream.core.store;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Carries lines of text to all nodes, the sender included. Best effort. */
public interface SignalBus {
  /** Sends a line, or some with line feeds between them: at most 7,000 characters of ASCII. */
  CompletionStage<Void> send(String lines);

  /**
   * Receives from now on, and after every reconnect.
   *
   * @param received is given what was sent
   * @param missed is called when lines may have been lost: the connection was gone and is back
   */
  void listen(Consumer<String> received, Runnable missed);

  /** How often it had to listen anew. */
  long reconnects();
}
