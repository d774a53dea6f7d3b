package dev.pixstream.benchmark.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;

/**
 * The one thread of the driver: thousands of connections, and timers. One thread, since what drives
 * the load shares the machine with what is measured, and needs no locks then.
 */
public final class Loop implements AutoCloseable {
  /** More at once overflow a server's queue of new connections, and wait a second for it. */
  private static final int CONNECTING_MAX = 128;

  private static final int READ_MAX = 256 * 1024;
  private static final long SELECT_MAX_MS = 100;

  private record Timer(long atNanos, Runnable action) {}

  private final Selector selector;
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>((a, b) -> Long.signum(a.atNanos() - b.atNanos()));
  private final Deque<Connection> waitingToConnect = new ArrayDeque<>();
  private final byte[] bytes = new byte[READ_MAX];
  private final ByteBuffer buffer = ByteBuffer.wrap(bytes);
  private int connecting;

  public Loop() throws IOException {
    selector = Selector.open();
  }

  Selector selector() {
    return selector;
  }

  /** What the channel has, into {@link #bytes}; how much that is. */
  int read(SocketChannel channel) throws IOException {
    return channel.read(buffer.clear());
  }

  byte[] bytes() {
    return bytes;
  }

  public void after(long nanos, Runnable action) {
    timers.add(new Timer(System.nanoTime() + nanos, action));
  }

  /** Opens a connection as soon as not too many others are being opened. */
  void connect(Connection connection) {
    waitingToConnect.add(connection);
  }

  void connected() {
    connecting--;
  }

  /** Serves what is ready, waiting for it until then at most. */
  public void turn(long untilNanos) throws IOException {
    startConnecting();
    long next = timers.isEmpty() ? untilNanos : Math.min(untilNanos, timers.element().atNanos());
    long waitMs = Math.min(SELECT_MAX_MS, Math.ceilDiv(next - System.nanoTime(), 1_000_000L));
    if (waitMs <= 0) {
      selector.selectNow();
    } else {
      selector.select(waitMs);
    }
    var keys = selector.selectedKeys().iterator();
    while (keys.hasNext()) {
      var key = keys.next();
      keys.remove();
      ((Connection) key.attachment()).ready(key);
    }
    long now = System.nanoTime();
    while (!timers.isEmpty() && timers.element().atNanos() - now <= 0) {
      timers.remove().action().run();
    }
  }

  private void startConnecting() {
    while (connecting < CONNECTING_MAX && !waitingToConnect.isEmpty()) {
      connecting++;
      waitingToConnect.remove().open();
    }
  }

  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}
