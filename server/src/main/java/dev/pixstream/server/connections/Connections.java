package dev.pixstream.server.connections;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The open connections of a node. Beyond their bound there is room for a few more, which are told
 * so or ask for the node's health, and nothing else. If these are too many too, the oldest of them
 * is cut, so that a health check comes through whatever else does.
 */
public final class Connections {
  static final int EXTRA_MAX = 200;

  private final int max;
  private final Deque<Accepted> extra = new ArrayDeque<>();
  private final AtomicLong refused = new AtomicLong();
  private int usual;

  /**
   * @param max how many are served
   */
  public Connections(int max) {
    this.max = max;
  }

  /** A connection was made. */
  void opened(Accepted connection) {
    var oldest = add(connection);
    if (oldest != null) {
      var _ = oldest.close();
    }
  }

  private synchronized @Nullable Accepted add(Accepted connection) {
    if (usual < max) {
      usual++;
      return null;
    }
    refused.incrementAndGet();
    connection.isExtra(true);
    extra.add(connection);
    return extra.size() > EXTRA_MAX ? extra.poll() : null;
  }

  synchronized void closed(Accepted connection) {
    if (connection.isExtra()) {
      extra.remove(connection);
    } else {
      usual--;
    }
  }

  /** How many are open. */
  public synchronized int open() {
    return usual + extra.size();
  }

  /** How many came beyond the bound. */
  public long refused() {
    return refused.get();
  }
}
