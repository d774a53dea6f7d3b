package dev.pixstream.benchmark.measure;

import dev.pixstream.benchmark.result.BenchResult;
import dev.pixstream.benchmark.result.Latency;
import dev.pixstream.benchmark.result.Second;
import dev.pixstream.benchmark.result.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** What is recorded while the load runs; only what falls into the window counts for latencies. */
public final class Measures implements Ledger.Steps {
  private static final long MAX_MICROS = 3_600_000_000L;

  private final Histogram dueToReceived = histogram();
  private final Histogram storedToReceived = histogram();
  private final Histogram dueToStored = histogram();
  private final Histogram storeRequest = histogram();
  private final Histogram pull = histogram();
  private final Histogram lag = histogram();
  private final Histogram thisSecond = histogram();
  private final Map<String, Long> troubles = new TreeMap<>();
  private final List<Second> seconds = new ArrayList<>();
  private long fromNanos = Long.MAX_VALUE;
  private long toNanos = Long.MAX_VALUE;
  private long lastReceivedNanos;
  private long stored;
  private long received;
  private long confirmed;
  private long pulls;
  private long storeRequests;
  private long foreign;
  private long redelivered;
  private Second before = Second.ZERO;

  /** Counts so far in the window. */
  public record Counts(
      long stored, long received, long confirmed, long pulls, long storeRequests) {}

  private static Histogram histogram() {
    return new Histogram(MAX_MICROS, 3);
  }

  public void window(long from, long to) {
    fromNanos = from;
    toNanos = to;
    lastReceivedNanos = from;
  }

  private boolean isIn(long nanos) {
    return nanos >= fromNanos && nanos < toNanos;
  }

  private static void record(Histogram histogram, long nanos) {
    histogram.recordValue(Math.clamp(nanos / 1000, 0, MAX_MICROS));
  }

  @Override
  public void stored(long dueNanos, long nowNanos) {
    if (isIn(nowNanos)) {
      stored++;
    }
    if (isIn(dueNanos)) {
      record(dueToStored, nowNanos - dueNanos);
    }
  }

  @Override
  public void received(long dueNanos, long nowNanos) {
    if (isIn(nowNanos)) {
      received++;
      lastReceivedNanos = nowNanos;
    }
    if (isIn(dueNanos)) {
      record(dueToReceived, nowNanos - dueNanos);
    }
  }

  @Override
  public void delivered(long dueNanos, long nanosAfterStored) {
    if (isIn(dueNanos)) {
      record(storedToReceived, nanosAfterStored);
      record(thisSecond, nanosAfterStored);
    }
  }

  /** Given up without having been sent: it took so long at least. */
  public void overdue(long dueNanos, long nowNanos) {
    if (isIn(dueNanos)) {
      record(dueToStored, nowNanos - dueNanos);
      record(dueToReceived, nowNanos - dueNanos);
    }
  }

  public void storeRequest(long nanos, long nowNanos) {
    if (isIn(nowNanos)) {
      storeRequests++;
      record(storeRequest, nanos);
    }
  }

  public void batch(int messages, int notOurs, int deliveredBefore, long nowNanos) {
    foreign += notOurs;
    redelivered += deliveredBefore;
    if (isIn(nowNanos) && messages > 0) {
      pulls++;
    }
  }

  /** One that had not to wait for a message. */
  public void pull(long nanos, long nowNanos) {
    if (isIn(nowNanos)) {
      record(pull, nanos);
    }
  }

  public void confirmed(int messages, long nowNanos) {
    if (isIn(nowNanos)) {
      confirmed += messages;
    }
  }

  public void lag(long nanos, long nowNanos) {
    if (isIn(nowNanos)) {
      record(lag, nanos);
    }
  }

  public void trouble(String what) {
    troubles.merge(what, 1L, Long::sum);
  }

  public Counts counts() {
    return new Counts(stored, received, confirmed, pulls, storeRequests);
  }

  /** Ends a second of the window. */
  public Second second(long missing, Map<String, Usage.Now> processes) {
    var now = new Second(seconds.size() + 1, stored, received, pulls, 0, 0, 0, missing, processes);
    var second =
        new Second(
            now.second(),
            stored - before.stored(),
            received - before.received(),
            pulls - before.pulls(),
            ms(thisSecond, 50),
            ms(thisSecond, 99),
            ms(thisSecond, 100),
            missing,
            processes);
    before = now;
    thisSecond.reset();
    seconds.add(second);
    return second;
  }

  private static double ms(Histogram micros, double percentile) {
    return micros.getTotalCount() == 0 ? 0 : micros.getValueAtPercentile(percentile) / 1000.0;
  }

  public List<Second> seconds() {
    return List.copyOf(seconds);
  }

  public Map<String, Long> troubles() {
    return new TreeMap<>(troubles);
  }

  public long lastReceivedNanos() {
    return lastReceivedNanos;
  }

  public long foreign() {
    return foreign;
  }

  public long redelivered() {
    return redelivered;
  }

  public BenchResult.Latencies latencies() {
    return new BenchResult.Latencies(
        Latency.of(storedToReceived),
        Latency.of(dueToReceived),
        Latency.of(dueToStored),
        Latency.of(storeRequest),
        Latency.of(pull),
        Latency.of(lag));
  }
}
