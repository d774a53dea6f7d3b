package dev.pixstream.server.connections;

/**
 * What one connection makes the node hold: heads of requests, and what was written and is not
 * taken. Used by one event loop alone.
 */
final class Meter {
  private final Held held;
  private long heads;
  private long unsent;
  private long sinceNanos;
  private int requests;
  private boolean closed;

  Meter(Held held) {
    this.held = held;
  }

  boolean isFull() {
    return held.isFull();
  }

  /** A head is complete; says how many requests are not answered. */
  int began() {
    return ++requests;
  }

  /** A response is complete. */
  void answered() {
    requests = Math.max(0, requests - 1);
    if (requests == 0) {
      heads(0);
    }
  }

  /** Bytes of heads, complete or not. */
  void heads(long bytes) {
    if (bytes != heads && !closed) {
      held.change(bytes - heads);
      changed();
      heads = bytes;
    }
  }

  /** Bytes that were written and that the client has not taken. */
  void unsent(long bytes) {
    if (bytes != unsent && !closed) {
      held.change(bytes - unsent);
      changed();
      unsent = bytes;
    }
  }

  void closed() {
    heads(0);
    unsent(0);
    closed = true;
  }

  long unsent() {
    return unsent;
  }

  /** Whether the node holds anything for this client that only the client can end. */
  boolean waitsForClient() {
    return unsent > 0 || (heads > 0 && requests == 0);
  }

  /** How long that has not changed. */
  long unchangedNanos(long now) {
    return now - sinceNanos;
  }

  private void changed() {
    sinceNanos = System.nanoTime();
  }
}
