package dev.pixstream.server.telemetry;

import dev.pixstream.core.store.AppendOutcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Counts what is stored. */
public final class StoringMeters {
  private final Map<Class<?>, Counter> appends;
  private final Counter failed;
  private final Counter stored;
  private final Counter duplicates;
  private final Timer took;

  StoringMeters(Meters meters) {
    this.appends = Outcomes.each(AppendOutcome.class, outcome -> appends(meters, outcome));
    this.failed = appends(meters, "failed");
    this.stored = meters.counter("pixstream.stored.messages", "Messages stored by this node");
    this.duplicates =
        meters.counter("pixstream.duplicate.messages", "Messages that were stored before");
    this.took = meters.latency("pixstream.append", "From the call to the store to its commit");
  }

  private static Counter appends(Meters meters, String outcome) {
    return meters.counter(
        "pixstream.appends", "Requests to store messages by outcome", "outcome", outcome);
  }

  /** The store has answered a request to store messages. */
  public void appended(AppendOutcome outcome, long tookNanos) {
    Optional.ofNullable(appends.get(outcome.getClass())).ifPresent(Counter::increment);
    took.record(tookNanos, TimeUnit.NANOSECONDS);
    if (outcome instanceof AppendOutcome.Stored known) {
      stored.increment(known.inserted());
      duplicates.increment(known.duplicates());
    }
  }

  /** It has not. */
  public void failed() {
    failed.increment();
  }
}
