package dev.pixstream.core.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.model.Iteration;
import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.SignalBus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What one node sends, and what another hears. */
final class NodeSignalsTest {
  private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
  private final Wire wire = new Wire();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final NodeSignals here =
      new NodeSignals("here", wire, timers, (duty, failure) -> failures.add(duty));
  private final Heard there = new Heard();

  NodeSignalsTest() {
    new NodeSignals("there", wire, timers, (duty, failure) -> failures.add(duty)).listen(there);
    here.listen(new Heard());
  }

  @AfterEach
  void endTimers() {
    timers.shutdownNow();
  }

  @Test
  @Tag("polling.2")
  void a_node_whose_requests_wait_is_told_at_once() {
    here.arrived(lane(1), Map.of("there", 3, "elsewhere", 4), 2);

    assertEquals(List.of("00000001 5"), there.drain());
  }

  @Test
  @Tag("polling.2")
  void what_nobody_is_known_to_wait_for_is_told_of_all_lanes_together() {
    var blocked = new CountDownLatch(1);
    timers.execute(() -> awaitQuietly(blocked));
    here.arrived(lane(1), Map.of(), 3);
    here.arrived(lane(2), Map.of(), 4);
    here.arrived(lane(1), Map.of(), 5);
    blocked.countDown();

    var heard = Stream.generate(there::next).limit(2).toList();
    assertTrue(heard.containsAll(List.of("00000001 8", "00000002 4")), heard::toString);
    assertEquals(1, wire.sent.size());
  }

  @Test
  @Tag("polling.2")
  void what_waiting_requests_of_this_node_get_is_told_nobody() {
    here.arrived(lane(1), Map.of(), 0);
    here.arrived(lane(2), Map.of(), 1);

    assertEquals("00000002 1", there.next());
    assertEquals(1, wire.sent.size());
  }

  @Test
  @Tag("polling.2")
  void many_lanes_fit_into_what_a_bus_carries() {
    int lanes = 1_000;
    IntStream.range(0, lanes).forEach(i -> here.arrived(lane(i), Map.of(), 1_000_000));

    for (int i = 0; i < lanes; i++) {
      assertTrue(there.next().endsWith(" 1000000"));
    }
    assertTrue(wire.sent.stream().allMatch(lines -> lines.length() <= 7_000));
  }

  @Test
  @Tag("access.11")
  void a_lane_whose_signal_could_not_be_sent_is_told_of_the_next_time() {
    wire.failing = true;
    here.arrived(lane(1), Map.of("there", 3), 0);
    here.arrived(lane(2), Map.of(), 1);
    until(() -> failures.size() >= 2);
    wire.failing = false;

    // What comes within 5 ms of a signal goes with the next one.
    here.arrived(lane(1), Map.of("there", 4), 0);
    here.arrived(lane(2), Map.of(), 2);

    var heard = Stream.generate(there::next).limit(2).toList();
    assertTrue(heard.contains("00000001 4") && heard.contains("00000002 2"), heard::toString);
  }

  @Test
  @Tag("access.11")
  void a_line_that_can_not_be_read_does_not_keep_the_next_one() {
    wire.send("odd a 00000001 many\nodd a 00000002 7");

    assertEquals("00000002 7", there.next());
    assertTrue(failures.contains("signals"), failures::toString);
  }

  private static void until(BooleanSupplier holds) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!holds.getAsBoolean() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static LaneId lane(int number) {
    return LaneId.of("%08d".formatted(number));
  }

  /** Carries lines to all at once. */
  private static final class Wire implements SignalBus {
    private final List<Consumer<String>> listeners = new ArrayList<>();
    private final List<String> sent = new CopyOnWriteArrayList<>();

    private volatile boolean failing;

    @Override
    public long reconnects() {
      return 0;
    }

    @Override
    public CompletionStage<Void> send(String lines) {
      if (failing) {
        throw new IllegalStateException("no bus");
      }
      sent.add(lines);
      listeners.forEach(listener -> listener.accept(lines));
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void listen(Consumer<String> received, Runnable missed) {
      listeners.add(received);
    }
  }

  private static final class Heard implements NodeSignals.Listener {
    private final BlockingQueue<String> arrivals = new LinkedBlockingQueue<>();

    @Override
    public void arrived(LaneId lane, int messages) {
      arrivals.add(lane.value() + " " + messages);
    }

    @Override
    public void moved(Iteration iteration) {}

    @Override
    public void missed() {}

    List<String> drain() {
      var drained = new ArrayList<String>();
      arrivals.drainTo(drained);
      return drained;
    }

    String next() {
      try {
        var next = arrivals.poll(20, TimeUnit.SECONDS);
        return next == null ? "nothing in 20 s" : next;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return "interrupted";
      }
    }
  }
}
