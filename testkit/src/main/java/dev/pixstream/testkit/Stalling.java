package dev.pixstream.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A server that never brings an answer to its end, on a real socket. */
public final class Stalling implements AutoCloseable {
  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

  private final How how;
  private final ServerSocket socket;
  private final List<Socket> connections = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Where an answer stops. */
  public enum How {
    /** It accepts connections and says nothing. */
    SILENT,
    /** It sends the head of an answer, and no body. */
    HEAD_ALONE,
    /** It sends a body of one byte in 100 ms. */
    DRIP,
    /** It sends a body without an end, as fast as it is taken. */
    ENDLESS
  }

  public Stalling(How how) {
    this(how, 0);
  }

  /** On a port that was another server's before. */
  public Stalling(How how, int port) {
    this.how = how;
    try {
      this.socket = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return socket.getLocalPort();
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + port());
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      socket.close();
      for (var connection : connections) {
        connection.close();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void accept() {
    try {
      while (!socket.isClosed()) {
        var connection = socket.accept();
        connections.add(connection);
        Thread.ofVirtual().start(() -> serve(connection));
      }
    } catch (IOException _) {
      // It was closed.
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      var _ = connection.getInputStream().read(new byte[64 * 1024]);
      var out = connection.getOutputStream();
      switch (how) {
        case SILENT -> closed.await();
        case HEAD_ALONE -> {
          out.write((HEAD + "Content-Length: 1000\r\n\r\n").getBytes(US_ASCII));
          closed.await();
        }
        case DRIP -> {
          out.write((HEAD + "Content-Length: 100000\r\n\r\n{").getBytes(US_ASCII));
          while (!closed.await(100, TimeUnit.MILLISECONDS)) {
            out.write(' ');
          }
        }
        case ENDLESS -> {
          var blanks = new byte[64 * 1024];
          Arrays.fill(blanks, (byte) ' ');
          out.write((HEAD + "\r\n{").getBytes(US_ASCII));
          while (closed.getCount() > 0) {
            out.write(blanks);
          }
        }
      }
    } catch (IOException | InterruptedException _) {
      // The other side went away.
    }
  }
}
