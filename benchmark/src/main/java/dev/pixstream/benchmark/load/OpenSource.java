package dev.pixstream.benchmark.load;

import dev.pixstream.benchmark.measure.Ledger;
import dev.pixstream.benchmark.settings.Load;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Messages that become due by the clock, whether or not the earlier ones could be stored. What is
 * due waits for a publisher, and this wait counts, so that a slow server can't slow down what it is
 * measured by (coordinated omission).
 *
 * <p>They become due on the full millisecond, as many as the rate asks for: a thread that sleeps
 * can't do better without burning a core.
 */
final class OpenSource implements Source {
  /** More are not kept: a server this far behind is not going to catch up. */
  private static final int WAITING_MAX = 500_000;

  private static final long MS = 1_000_000;

  private static final class Lane {
    final int index;
    final Deque<Long> waiting = new ArrayDeque<>();
    boolean ready;
    long sinceNanos;

    Lane(int index) {
      this.index = index;
    }
  }

  private record Lingering(Lane lane, long sinceNanos) {}

  private final Ledger ledger;
  private final Shares shares;
  private final Load load;
  private final LongConsumer lag;
  private final long startNanos;
  private final long endNanos;
  private final List<Lane> lanes = new ArrayList<>();
  private final Deque<Lingering> lingering = new ArrayDeque<>();
  private final Deque<Lane> ready = new ArrayDeque<>();
  private long due;
  private long nextDueNanos;
  private int waiting;
  private long shed;

  OpenSource(
      Ledger ledger, Shares shares, Load load, LongConsumer lag, long startNanos, long endNanos) {
    this.ledger = ledger;
    this.shares = shares;
    this.load = load;
    this.lag = lag;
    this.startNanos = startNanos;
    this.endNanos = endNanos;
    this.nextDueNanos = startNanos;
  }

  /** Messages that were due and have not been handed out. */
  long waiting() {
    return waiting;
  }

  /** Whether all that was to become due has, and was handed out. */
  boolean isOver() {
    return waiting == 0 && nextDueNanos >= endNanos;
  }

  /** When those messages were due. */
  void forEachWaiting(LongConsumer dueNanos) {
    for (var lane : lanes) {
      lane.waiting.forEach(number -> dueNanos.accept(ledger.due(number)));
    }
  }

  /** Messages that were due and were not even kept. */
  long shed() {
    return shed;
  }

  @Override
  public Optional<Parcel> next(long nowNanos) {
    advance(nowNanos);
    return Optional.ofNullable(ready.poll()).map(this::take);
  }

  @Override
  public long wakeNanos() {
    long next = nextDueNanos < endNanos ? nextDueNanos : Long.MAX_VALUE;
    return lingering.isEmpty()
        ? next
        : Math.min(next, lingering.element().sinceNanos() + load.linger().toNanos());
  }

  /**
   * Takes note of what has become due, also when no publisher is free for it. From then on {@link
   * #wakeNanos} is later than now, so that nobody spins while he waits for a publisher.
   */
  void advance(long nowNanos) {
    while (nextDueNanos <= nowNanos && nextDueNanos < endNanos) {
      lag.accept(nowNanos - nextDueNanos);
      due++;
      if (waiting < WAITING_MAX) {
        add(lane(shares.random()), nextDueNanos);
      } else {
        shed++;
      }
      nextDueNanos = startNanos + MS * (long) (due * 1000 / load.rate());
    }
    while (!lingering.isEmpty()
        && lingering.element().sinceNanos() + load.linger().toNanos() <= nowNanos) {
      var first = lingering.remove();
      // It may have gone out meanwhile, because it was full.
      if (!first.lane().waiting.isEmpty() && first.lane().sinceNanos == first.sinceNanos()) {
        makeReady(first.lane());
      }
    }
  }

  private Lane lane(int index) {
    while (lanes.size() <= index) {
      lanes.add(new Lane(lanes.size()));
    }
    return lanes.get(index);
  }

  private void add(Lane lane, long dueNanos) {
    if (lane.waiting.isEmpty()) {
      lane.sinceNanos = dueNanos;
      lingering.add(new Lingering(lane, dueNanos));
    }
    lane.waiting.add(ledger.issue(dueNanos));
    waiting++;
    if (lane.waiting.size() >= load.arrayMax()) {
      makeReady(lane);
    }
  }

  private void makeReady(Lane lane) {
    if (!lane.ready) {
      lane.ready = true;
      ready.add(lane);
    }
  }

  private Parcel take(Lane lane) {
    var numbers = new ArrayList<Long>();
    while (numbers.size() < load.arrayMax() && !lane.waiting.isEmpty()) {
      numbers.add(lane.waiting.remove());
    }
    waiting -= numbers.size();
    lane.ready = false;
    if (!lane.waiting.isEmpty()) {
      // They have waited for a publisher long enough.
      makeReady(lane);
    }
    return new Parcel(lane.index, numbers);
  }
}
