package dev.pixstream.core;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Tells the other nodes what they can't see themselves. Best effort: a backstop covers what is
 * lost. Of one lane at most one signal is sent in 5 ms; what arrives in between goes together.
 *
 * <p>Lines: {@code <node> a <ispb> <rest> <node>=<messages> …} and {@code <node> m <iterationId>}.
 */
public final class NodeSignals {
  private static final Duration QUIET = Duration.ofMillis(5);

  private final String node;
  private final SignalBus bus;
  private final ScheduledExecutorService timers;
  private final ConcurrentHashMap<Ispb, Pending> pending = new ConcurrentHashMap<>();

  public NodeSignals(String node, SignalBus bus, ScheduledExecutorService timers) {
    this.node = node;
    this.bus = bus;
    this.timers = timers;
  }

  /** The receiving side. */
  public interface Listener {
    /**
     * Messages became free in a lane, through another node.
     *
     * @param messages how many of them are for the waiters of this node
     */
    void arrived(Ispb ispb, int messages);

    /**
     * A stream was taken over or closed while a request waited with this id: it has to look again.
     */
    void moved(IterationId id);

    /** Signals may have been missed. */
    void missed();
  }

  void listen(Listener listener) {
    bus.listen(line -> receive(line, listener), listener::missed);
  }

  /**
   * Messages became free in a lane.
   *
   * @param shares how many are for the waiters of which node
   * @param rest how many are for whoever waits, besides
   */
  void arrived(Ispb ispb, Map<String, Integer> shares, int rest) {
    var quiet = new Pending();
    var open =
        pending.compute(
            ispb, (key, present) -> present == null ? quiet : present.add(shares, rest));
    if (open == quiet) {
      bus.send(line(ispb, shares, rest));
      var _ = timers.schedule(() -> flush(ispb), QUIET.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** A stream was taken over or closed. */
  void moved(IterationId id) {
    bus.send(node + " m " + id.value());
  }

  private void flush(Ispb ispb) {
    var again = new Pending[1];
    pending.computeIfPresent(
        ispb,
        (key, present) -> {
          if (present.isEmpty()) {
            return null;
          }
          again[0] = present;
          return new Pending();
        });
    if (again[0] != null) {
      bus.send(line(ispb, again[0].shares, again[0].rest));
      var _ = timers.schedule(() -> flush(ispb), QUIET.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private String line(Ispb ispb, Map<String, Integer> shares, int rest) {
    var line =
        new StringBuilder(64)
            .append(node)
            .append(" a ")
            .append(ispb.value())
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
    if (words[1].equals("m")) {
      IterationId.parse(words[2]).ifPresent(listener::moved);
    } else if (words[1].equals("a") && words.length >= 4) {
      int messages = Integer.parseInt(words[3]);
      for (int i = 4; i < words.length; i++) {
        if (words[i].startsWith(node + "=")) {
          messages += Integer.parseInt(words[i].substring(node.length() + 1));
        }
      }
      listener.arrived(new Ispb(words[2]), messages);
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
