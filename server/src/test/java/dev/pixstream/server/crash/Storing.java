package dev.pixstream.server.crash;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stores arrays one after the other, on several threads, while things break. An array that was not
 * answered is not sent again: what became of it is to be seen.
 */
final class Storing implements AutoCloseable {
  private static final int ARRAY = 50;
  private static final long PAUSE_MS = 20;

  private final List<Feeder.Parcel> answered = new ArrayList<>();
  private final List<Feeder.Parcel> unanswered = new ArrayList<>();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();
  private final Ledger ledger;

  Storing(Ledger ledger) {
    this.ledger = ledger;
  }

  void start(String lane, int port, long seed) {
    threads.add(Thread.ofVirtual().start(() -> run(lane, port, new Feeder(seed))));
  }

  synchronized List<Feeder.Parcel> answered() {
    return List.copyOf(answered);
  }

  synchronized List<Feeder.Parcel> unanswered() {
    return List.copyOf(unanswered);
  }

  private void run(String lane, int port, Feeder feeder) {
    try {
      while (stopping.getCount() > 0) {
        var parcel = feeder.parcel(lane, ARRAY);
        boolean stored = send(parcel, port);
        synchronized (this) {
          (stored ? answered : unanswered).add(parcel);
        }
        if (!stored) {
          var _ = stopping.await(PAUSE_MS, TimeUnit.MILLISECONDS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean send(Feeder.Parcel parcel, int port) {
    try {
      var reply = parcel.sendTo(port);
      if (reply.status() != 201 && reply.status() != 503) {
        ledger.problem("storing came to " + reply);
      }
      return reply.status() == 201;
    } catch (SocketTimeoutException e) {
      ledger.problem("storing was not answered");
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    stop();
  }

  /** Ends when what is under way has ended. */
  void stop() {
    stopping.countDown();
    for (var thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
