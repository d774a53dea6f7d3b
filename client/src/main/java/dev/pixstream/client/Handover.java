package dev.pixstream.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Turns handlers around: each waits with its batch until whoever asked for it says that it was
 * handled, and only then returns, which confirms.
 */
final class Handover implements BatchHandler, CollectorListener {

  /** What collectors have to say. */
  sealed interface Item {}

  /** A batch, and whether it was handled. */
  record Offer(Batch batch, CompletableFuture<Boolean> handled) implements Item {}

  /** One collector has ended. */
  record End() implements Item {}

  private final BlockingQueue<Item> items = new LinkedBlockingQueue<>();
  private final List<Offer> undecided = new ArrayList<>();
  private boolean puttingBack;
  private int running;

  Handover(int collectors) {
    this.running = collectors;
  }

  @Override
  public void handle(Batch batch) throws Exception {
    var offer = new Offer(batch, new CompletableFuture<>());
    synchronized (this) {
      if (puttingBack) {
        throw new PutBack();
      }
      undecided.add(offer);
    }
    items.add(offer);
    if (!offer.handled().join()) {
      throw new PutBack();
    }
  }

  @Override
  public void on(CollectorEvent event) {
    if (event instanceof CollectorEvent.Stopped) {
      items.add(new End());
    }
  }

  /** From now on nothing more counts as handled. */
  synchronized void putBack() {
    puttingBack = true;
    undecided.forEach(offer -> offer.handled().complete(false));
    undecided.clear();
  }

  /** The batch was handled, unless it was put back before. */
  synchronized void handled(Offer offer) {
    undecided.remove(offer);
    offer.handled().complete(true);
  }

  /** The next batch; empty after that time, or when all collectors have ended. */
  Optional<Offer> take(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (running > 0) {
      var item = items.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      switch (item) {
        case null -> {
          return Optional.empty();
        }
        case Offer offer when !offer.handled().isDone() -> {
          return Optional.of(offer);
        }
        case Offer _ -> {}
        case End _ -> running--;
      }
    }
    return Optional.empty();
  }

  /** Whether all collectors have ended and each of their batches was taken. */
  boolean isAtEnd() {
    return running == 0;
  }
}
