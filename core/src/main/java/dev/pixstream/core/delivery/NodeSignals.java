package dev.pixstream.core.delivery;

import dev.pixstream.core.async.Duty;
import dev.pixstream.core.model.Iteration;
import dev.pixstream.core.model.IterationId;
import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.SignalBus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells the other nodes what they can't see themselves. Best effort: a backstop covers what is
 * lost. Where somebody is known to wait elsewhere it is told at once, of one lane at most once in 5
 * ms; what arrives in between goes together. Else it is for a request that began to wait at that
 * very moment: of all lanes together, once in 5 ms.
 *
 * <p>Lines: {@code <node> a <ispb> <rest> <node>=<messages> …} and {@code <node> m <iterationId>
 * <ispb>}.
 */
public final class NodeSignals {
  private static final Duration QUIET = Duration.ofMillis(5);
  private static final int LINES_MAX = 100;

  private final String node;
  private final SignalBus bus;
  private final ScheduledExecutorService timers;
  private final Duty.Troubles troubles;
  private final ConcurrentHashMap<LaneId, Pending> pending = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<LaneId, Integer> unclaimed = new ConcurrentHashMap<>();
  private final AtomicBoolean gathering = new AtomicBoolean();

  /**
   * @param troubles is notified of signals that could not be sent or read
   */
  public NodeSignals(
      String node, SignalBus bus, ScheduledExecutorService timers, Duty.Troubles troubles) {
    this.node = node;
    this.bus = bus;
    this.timers = timers;
    this.troubles = troubles;
  }

  /** The receiving side. */
  public interface Listener {
    /**
     * Messages became free in a lane, through another node.
     *
     * @param messages how many of them are for the waiters of this node
     */
    void arrived(LaneId lane, int messages);

    /**
     * A stream was taken over or closed while a request waited with this id: it has to query again.
     */
    void moved(Iteration iteration);

    /** Signals may have been missed. */
    void missed();
  }

  void listen(Listener listener) {
    bus.listen(
        lines ->
            lines
                .lines()
                .forEach(
                    line -> Duty.guarded("signals", troubles, () -> receive(line, listener)).run()),
        listener::missed);
  }

  /**
   * Messages became free in a lane.
   *
   * @param shares how many are for the waiters of which node
   * @param rest how many are for other waiting requests
   */
  void arrived(LaneId lane, Map<String, Integer> shares, int rest) {
    if (!shares.isEmpty()) {
      tell(lane, shares, rest);
    } else if (rest > 0) {
      unclaimed.merge(lane, rest, Integer::sum);
      if (gathering.compareAndSet(false, true)) {
        after(this::tellUnclaimed);
      }
    }
  }

  /** A lane whose signal was not sent must not stay among those that are to be told later. */
  private void send(String lines) {
    Duty.guarded("signals", troubles, () -> bus.send(lines)).run();
  }

  private void after(Runnable task) {
    var _ =
        timers.schedule(
            Duty.guarded("signals", troubles, task), QUIET.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void tellUnclaimed() {
    gathering.set(false);
    var lines = new ArrayList<String>();
    unclaimed
        .keySet()
        .forEach(
            lane -> {
              var rest = unclaimed.remove(lane);
              if (rest != null) {
                lines.add(line(lane, Map.of(), rest));
              }
            });
    for (int i = 0; i < lines.size(); i += LINES_MAX) {
      send(String.join("\n", lines.subList(i, Math.min(lines.size(), i + LINES_MAX))));
    }
  }

  private void tell(LaneId lane, Map<String, Integer> shares, int rest) {
    var quiet = new Pending();
    var open =
        pending.compute(
            lane, (key, present) -> present == null ? quiet : present.add(shares, rest));
    if (open == quiet) {
      send(line(lane, shares, rest));
      after(() -> flush(lane));
    }
  }

  /** A stream was taken over or closed. */
  void moved(Iteration iteration) {
    send(node + " m " + iteration.id().value() + " " + iteration.lane().value());
  }

  private void flush(LaneId lane) {
    var again = new Pending[1];
    pending.computeIfPresent(
        lane,
        (key, present) -> {
          if (present.isEmpty()) {
            return null;
          }
          again[0] = present;
          return new Pending();
        });
    if (again[0] != null) {
      send(line(lane, again[0].shares, again[0].rest));
      after(() -> flush(lane));
    }
  }

  private String line(LaneId lane, Map<String, Integer> shares, int rest) {
    var line =
        new StringBuilder(64)
            .append(node)
            .append(" a ")
            .append(lane.value())
            .append(' ')
            .append(rest);
    shares.forEach((to, messages) -> line.append(' ').append(to).append('=').append(messages));
    return line.toString();
  }

  private void receive(String line, Listener listener) {
    var words = line.split(" ", -1);
    if (words.length < 3 || words[0].equals(node)) {
      return;
    }
    if (words[1].equals("m") && words.length >= 4) {
      LaneId.parse(words[3])
          .flatMap(lane -> IterationId.parse(words[2]).map(id -> new Iteration(lane, id)))
          .ifPresent(listener::moved);
    } else if (words[1].equals("a") && words.length >= 4) {
      int messages = Integer.parseInt(words[3]);
      for (int i = 4; i < words.length; i++) {
        if (words[i].startsWith(node + "=")) {
          messages += Integer.parseInt(words[i].substring(node.length() + 1));
        }
      }
      listener.arrived(LaneId.of(words[2]), messages);
    }
  }

  /** What one lane has to tell since its last signal. Guarded by the map's entry. */
  private static final class Pending {
    private final Map<String, Integer> shares = new HashMap<>();
    private int rest;
    private boolean told;

    Pending add(Map<String, Integer> more, int moreRest) {
      told = true;
      more.forEach((to, messages) -> shares.merge(to, messages, Integer::sum));
      rest += moreRest;
      return this;
    }

    boolean isEmpty() {
      return !told;
    }
  }
}
