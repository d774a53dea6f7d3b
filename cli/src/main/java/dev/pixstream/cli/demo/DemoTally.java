package dev.pixstream.cli.demo;

import dev.pixstream.client.Batch;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Which messages were stored, and how often each was delivered. */
final class DemoTally {

  private static final String BEFORE_ID = "{\"endToEndId\":\"";
  private static final int ID_LENGTH = 32;

  /** Deliveries by ISPB and endToEndId. */
  private final Map<String, Integer> deliveries = new ConcurrentHashMap<>();

  private final Set<String> ispbs = ConcurrentHashMap.newKeySet();
  private final ConcurrentLinkedQueue<Long> latenciesNanos = new ConcurrentLinkedQueue<>();
  private final AtomicLong delivered = new AtomicLong();
  private final AtomicLong distinct = new AtomicLong();
  private final AtomicLong unexpected = new AtomicLong();
  private volatile long lastNanos = System.nanoTime();

  public void stored(String ispb, String endToEndId) {
    ispbs.add(ispb);
    deliveries.put(ispb + endToEndId, 0);
  }

  public void delivered(Batch batch) {
    latenciesNanos.add(batch.latency().toNanos());
    for (var message : batch.messages()) {
      delivered.incrementAndGet();
      var times =
          deliveries.computeIfPresent(batch.ispb() + idOf(message), (_, before) -> before + 1);
      if (times == null) {
        unexpected.incrementAndGet();
      } else if (times == 1) {
        distinct.incrementAndGet();
      }
    }
    lastNanos = System.nanoTime();
  }

  /** Who receives what was stored. */
  Set<String> ispbs() {
    return Set.copyOf(ispbs);
  }

  public boolean isComplete() {
    return distinct.get() == deliveries.size();
  }

  int expected() {
    return deliveries.size();
  }

  long deliveredSoFar() {
    return delivered.get();
  }

  /** When the last batch came, by {@link System#nanoTime}. */
  long lastNanos() {
    return lastNanos;
  }

  public DemoResult result(long startNanos) {
    long[] latencies = latenciesNanos.stream().mapToLong(Long::longValue).sorted().toArray();
    double seconds = Math.max((lastNanos - startNanos) / 1e9, 0.001);
    return new DemoResult(
        delivered.get(),
        seconds,
        percentileMs(latencies, 0.50),
        percentileMs(latencies, 0.99),
        delivered.get() - unexpected.get() - distinct.get(),
        deliveries.size() - distinct.get(),
        unexpected.get());
  }

  /** Nearest rank. */
  static double percentileMs(long[] sortedNanos, double share) {
    if (sortedNanos.length == 0) {
      return 0;
    }
    int rank = (int) Math.ceil(share * sortedNanos.length);
    return sortedNanos[Math.max(rank, 1) - 1] / 1e6;
  }

  /** The canonical form begins with it (contract, Representation). */
  private static String idOf(String message) {
    int end = BEFORE_ID.length() + ID_LENGTH;
    return message.startsWith(BEFORE_ID) && message.length() > end
        ? message.substring(BEFORE_ID.length(), end)
        : "";
  }
}
