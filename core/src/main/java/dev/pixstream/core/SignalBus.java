package dev.pixstream.core;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Carries short lines of text to all nodes, the sender included. Best effort. */
public interface SignalBus {
  /** Sends one line, at most 7,000 characters of ASCII. */
  CompletionStage<Void> send(String line);

  /**
   * Receives from now on, and after every reconnect.
   *
   * @param received is given each line
   * @param missed is called when lines may have been lost: the connection was gone and is back
   */
  void listen(Consumer<String> received, Runnable missed);
}
