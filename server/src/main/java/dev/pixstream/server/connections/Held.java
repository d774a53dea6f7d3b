package dev.pixstream.server.connections;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes that the node holds for its clients at the moment, over all connections, and their bound.
 */
public final class Held {
  private final long bytesMax;
  private final AtomicLong bytes = new AtomicLong();

  public Held(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** Holds more, or less if negative, whatever the bound. */
  void change(long by) {
    bytes.addAndGet(by);
  }

  /** Holds as many more if they fit; they have to be given back. */
  public boolean take(long more) {
    if (bytes.addAndGet(more) <= bytesMax) {
      return true;
    }
    bytes.addAndGet(-more);
    return false;
  }

  /** Gives back what was taken. */
  public void giveBack(long taken) {
    bytes.addAndGet(-taken);
  }

  public long bytes() {
    return bytes.get();
  }

  /** Nothing more may be held. */
  public boolean isFull() {
    return bytes.get() >= bytesMax;
  }

  /** Clients that keep it waiting have to go soon. */
  public boolean isTight() {
    return bytes.get() >= bytesMax / 2;
  }
}
