package dev.pixstream.server.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Collectors at work, each on a thread of its own. */
final class Fleet implements AutoCloseable {
  private static final Duration STOP_BOUND = Duration.ofSeconds(40);

  private final Ledger ledger;
  private final List<TestCollector> collectors = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  Fleet(Ledger ledger) {
    this.ledger = ledger;
  }

  /** A collector that asks these nodes, the first of them first. */
  TestCollector add(String lane, List<Integer> ports) {
    return add(lane, ports, () -> Loss.NONE);
  }

  TestCollector add(String lane, List<Integer> ports, Supplier<Loss> losses) {
    var name = "collector " + collectors.size();
    var collector = new TestCollector(lane, name, ports, ledger, losses);
    collectors.add(collector);
    threads.add(Thread.ofVirtual().name(name).start(collector));
    return collector;
  }

  /** How often a stream was gone. */
  int startsAnew() {
    return collectors.stream().mapToInt(TestCollector::startsAnew).sum();
  }

  /** How often a request was told of a newer one; never, unless responses are lost. */
  int superseded() {
    return collectors.stream().mapToInt(TestCollector::superseded).sum();
  }

  /** How often a request was answered with 503. */
  int unavailable() {
    return collectors.stream().mapToInt(TestCollector::unavailable).sum();
  }

  /** All finish what they do and close their streams. */
  void stop() {
    collectors.forEach(TestCollector::stop);
    join();
  }

  /** One goes away, holding whatever it holds. */
  void abandonOne(Random random) {
    collectors.get(random.nextInt(collectors.size())).abandon();
  }

  private void join() {
    long deadline = System.nanoTime() + STOP_BOUND.toNanos();
    try {
      for (var thread : threads) {
        if (!thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())))) {
          ledger.problem(thread.getName() + " did not stop");
          thread.interrupt();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    collectors.forEach(TestCollector::abandon);
    threads.forEach(Thread::interrupt);
    join();
  }
}
