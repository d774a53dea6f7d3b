package dev.pixstream.core.model;

import java.util.List;

/**
 * Messages that became free in a lane, and the requests that wait for them.
 *
 * @param messages how many
 * @param waiting the requests that wait on this lane over all nodes, the longest-waiting first, as
 *     the store knew them
 */
public record Arrival(int messages, List<Waiting> waiting) {
  public static final Arrival NONE = new Arrival(0, List.of());

  public Arrival {
    waiting = List.copyOf(waiting);
  }

  /**
   * A waiting request.
   *
   * @param node where it waits
   * @param messagesMax how many messages it accepts
   */
  public record Waiting(String node, int messagesMax) {}
}
