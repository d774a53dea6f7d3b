package dev.pixstream.cli.collect;

import dev.pixstream.client.Batch;
import dev.pixstream.client.CollectorEvent;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Counts what collectors did, and knows when there is nothing left for them. */
final class CollectTally {

  private final long startNanos = System.nanoTime();
  private final Set<Integer> open = new HashSet<>();
  private final Set<Integer> emptySinceLastBatch = new HashSet<>();
  private long lastNanos = startNanos;
  private long messages;
  private long redelivered;
  private long leasesLost;
  private long closesUnknown;
  private String trouble = "";

  synchronized void add(Batch batch) {
    messages += batch.messages().size();
    redelivered += batch.redelivered();
    lastNanos = System.nanoTime();
    emptySinceLastBatch.clear();
    trouble = "";
  }

  synchronized void add(CollectorEvent event) {
    switch (event) {
      case CollectorEvent.Opened(var collector) -> open.add(collector);
      case CollectorEvent.Empty(var collector) -> emptySinceLastBatch.add(collector);
      case CollectorEvent.LeaseLost(var collector) -> {
        leasesLost++;
        open.remove(collector);
      }
      case CollectorEvent.CloseUnknown(var collector) -> {
        closesUnknown++;
        open.remove(collector);
      }
      case CollectorEvent.HandlerFailed(var collector, _, _, _) -> open.remove(collector);
      case CollectorEvent.Stopped(var collector, _) -> open.remove(collector);
      case CollectorEvent.Retrying(_, var reason, _) -> trouble = "; trying again: " + reason;
      case CollectorEvent.Throttled(_, var reason, _) -> trouble = "; waiting: " + reason;
    }
  }

  /** Every stream has waited in vain since the last batch. */
  synchronized boolean isIdle() {
    return !open.isEmpty() && emptySinceLastBatch.containsAll(open);
  }

  synchronized String progress() {
    return String.format(Locale.ROOT, "%d messages, %d streams%s", messages, open.size(), trouble);
  }

  /** The rate counts from the start to the last message. */
  synchronized String summary() {
    double seconds = (lastNanos - startNanos) / 1e9;
    return String.format(
        Locale.ROOT,
        "messages=%d redelivered=%d rate=%d%s%s",
        messages,
        redelivered,
        messages == 0 ? 0 : Math.round(messages / Math.max(seconds, 0.001)),
        leasesLost == 0 ? "" : " leases_lost=" + leasesLost + " (unconfirmed messages come again)",
        closesUnknown == 0
            ? ""
            : " closes_unknown=" + closesUnknown + " (their last messages may come again)");
  }
}
