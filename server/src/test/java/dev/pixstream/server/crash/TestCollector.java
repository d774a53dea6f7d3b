package dev.pixstream.server.crash;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A collector that keeps to the contract: it starts, follows Pull-Next, repeats the same request
 * after an error of the connection (on the next of its nodes) and after a proxy's 502 to 504, waits
 * a little on 429 and 503, and starts anew on 404 and 410. A 409 it takes as a reason to ask again:
 * after a lost response its older request may reach the store later than its newer one, through
 * another node. It can lose responses on purpose; not that of a start, whose retry is another
 * stream.
 */
final class TestCollector implements Runnable {
  private static final long PAUSE_MS = 25;

  private final String lane;
  private final String name;
  private final List<Integer> ports;
  private final Ledger ledger;
  private final Supplier<Loss> losses;
  private final AtomicInteger startsAnew = new AtomicInteger();
  private final AtomicInteger superseded = new AtomicInteger();
  private final AtomicInteger unavailable = new AtomicInteger();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final CountDownLatch abandoned = new CountDownLatch(1);

  private Optional<Wire> wire = Optional.empty();
  private int node;
  private String path;

  TestCollector(
      String lane, String name, List<Integer> ports, Ledger ledger, Supplier<Loss> losses) {
    this.lane = lane;
    this.name = name;
    this.ports = ports;
    this.ledger = ledger;
    this.losses = losses;
    this.path = startPath();
  }

  /** Finishes the request under way, then closes the stream. */
  void stop() {
    stopping.countDown();
  }

  /** Goes away after the request under way, holding whatever it holds. */
  void abandon() {
    abandoned.countDown();
    stopping.countDown();
  }

  /** How often its stream was gone and it had to start anew. */
  int startsAnew() {
    return startsAnew.get();
  }

  /** How often it was told of a newer request of its own. */
  int superseded() {
    return superseded.get();
  }

  /** How often it was answered with 503. */
  int unavailable() {
    return unavailable.get();
  }

  @Override
  public void run() {
    try {
      while (stopping.getCount() > 0) {
        pull();
      }
      while (abandoned.getCount() > 0 && !path.equals(startPath()) && !closed()) {
        pause();
      }
    } catch (RuntimeException | AssertionError e) {
      ledger.problem(name + ": " + e);
    } finally {
      disconnect();
    }
  }

  private void pull() {
    Reply reply;
    try {
      reply = wire().get(path, path.equals(startPath()) ? Loss.NONE : losses.get());
    } catch (SocketTimeoutException e) {
      ledger.problem(name + " got no answer to " + path);
      stop();
      return;
    } catch (IOException e) {
      otherNode();
      return;
    }
    if (reply.isOfProxy()) {
      otherNode();
      return;
    }
    switch (reply.status()) {
      case 200 -> {
        ledger.confirmed(path);
        ledger.received(lane, name, reply);
        path = reply.pullNext();
      }
      case 204 -> {
        ledger.confirmed(path);
        path = reply.pullNext();
      }
      case 404, 410 -> startAnew();
      case 409 -> {
        superseded.incrementAndGet();
        pause();
      }
      case 429, 503 -> {
        if (reply.header("retry-after").isEmpty()) {
          ledger.problem(reply.status() + " without Retry-After");
        }
        if (reply.status() == 503) {
          unavailable.incrementAndGet();
        }
        pause();
      }
      default -> {
        ledger.problem(name + ", " + path + ": " + reply);
        stop();
      }
    }
  }

  private boolean closed() {
    try {
      int status = wire().delete(path).status();
      if (status == 200) {
        ledger.confirmed(path);
      }
      return status == 200 || status == 404 || status == 410;
    } catch (IOException e) {
      otherNode();
      return false;
    }
  }

  private void startAnew() {
    startsAnew.incrementAndGet();
    path = startPath();
  }

  private String startPath() {
    return "/api/pix/" + lane + "/stream/start";
  }

  private Wire wire() throws IOException {
    if (wire.isEmpty()) {
      wire = Optional.of(new Wire(ports.get(node)));
    }
    return wire.get();
  }

  private void otherNode() {
    disconnect();
    node = (node + 1) % ports.size();
    if (node == 0) {
      pause();
    }
  }

  private void disconnect() {
    wire.ifPresent(Wire::close);
    wire = Optional.empty();
  }

  /** What a client does when it is told to come later. */
  private void pause() {
    try {
      var _ = abandoned.await(PAUSE_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      abandon();
    }
  }
}
