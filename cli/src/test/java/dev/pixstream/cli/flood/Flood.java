package dev.pixstream.cli.flood;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many connections that send what they are told and read as little as can be. */
final class Flood implements AutoCloseable {
  /** The status of an answer that did not come. */
  static final String CUT = "cut";

  private static final int RECEIVE_BYTES = 4_096;
  private static final int PART_BYTES = 65_536;

  private final int port;
  private final ConcurrentLinkedQueue<SocketChannel> open = new ConcurrentLinkedQueue<>();

  Flood(int port) {
    this.port = port;
  }

  /** So many connections, each of which sends this; the server may cut them meanwhile. */
  void send(int number, String text) {
    var bytes = text.getBytes(ISO_8859_1);
    all(number, n -> write(connect(), bytes));
  }

  /** So many connections that send this and read the beginning of the answer: status → how many. */
  Map<String, Integer> statuses(int number, Request request) {
    var statuses = new TreeMap<String, Integer>();
    for (var status : all(number, n -> status(request.bytes(n)))) {
      statuses.merge(status, 1, Integer::sum);
    }
    return statuses;
  }

  /** What the n-th connection sends. */
  interface Request {
    byte[] bytes(int n);
  }

  private interface Task<T> {
    T run(int n) throws IOException;
  }

  private <T> List<T> all(int number, Task<T> task) {
    try (var threads = Executors.newFixedThreadPool(Math.min(number, 64))) {
      var tasks = new ArrayList<Callable<T>>();
      for (int i = 0; i < number; i++) {
        int n = i;
        tasks.add(() -> task.run(n));
      }
      var results = new ArrayList<T>();
      for (Future<T> done : threads.invokeAll(tasks)) {
        results.add(done.get());
      }
      return results;
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  private SocketChannel connect() throws IOException {
    var channel = SocketChannel.open();
    open.add(channel);
    channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BYTES);
    channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return channel;
  }

  /** Says whether all of it went through: a server that has enough of it cuts. */
  private static boolean write(SocketChannel channel, byte[] bytes) {
    try {
      channel.configureBlocking(false);
      var left = ByteBuffer.wrap(bytes);
      for (int tries = 0; left.hasRemaining() && tries < 100; tries++) {
        channel.write(left);
      }
      return !left.hasRemaining();
    } catch (IOException cut) {
      return false;
    }
  }

  private String status(byte[] bytes) {
    try (var channel = connect()) {
      var writing = Thread.ofPlatform().start(() -> writeAll(channel, bytes));
      var start = ByteBuffer.allocate(12);
      while (start.hasRemaining() && channel.read(start) >= 0) {}
      channel.shutdownInput();
      writing.join();
      return start.hasRemaining() ? CUT : new String(start.array(), 9, 3, ISO_8859_1);
    } catch (IOException cut) {
      return CUT;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void writeAll(SocketChannel channel, byte[] bytes) {
    try {
      for (int at = 0; at < bytes.length; at += PART_BYTES) {
        channel.write(ByteBuffer.wrap(bytes, at, Math.min(PART_BYTES, bytes.length - at)));
      }
    } catch (IOException answered) {
      // It did not want all of it.
    }
  }

  /** Leaves. */
  @Override
  public void close() {
    try {
      for (var channel : open) {
        channel.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
