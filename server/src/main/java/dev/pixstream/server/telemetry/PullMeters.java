package dev.pixstream.server.telemetry;

import dev.pixstream.core.delivery.CollectorListener;
import dev.pixstream.core.model.IterationId;
import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.CloseOutcome;
import dev.pixstream.core.store.Expiry;
import dev.pixstream.core.store.PullOutcome;
import dev.pixstream.core.store.StoreUnavailableException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Counts what collectors ask. Every meter is made before: a pull looks none up. */
final class PullMeters implements CollectorListener {
  private final StoreClock clock;
  private final Map<Class<?>, Counter> opens;
  private final Map<Class<?>, Counter> pulls;
  private final Map<Class<?>, Counter> closes;
  private final Counter unavailable;
  private final Counter failed;
  private final Counter abandoned;
  private final Counter undelivered;
  private final Counter messages;
  private final Counter redelivered;
  private final Counter expiredStreams;
  private final Counter expiredMessages;
  private final Timer answered;
  private final Timer waited;
  private final Timer woken;
  private final Timer delivered;

  PullMeters(Meters meters, StoreClock clock) {
    this.clock = clock;
    this.opens = Outcomes.each(PullOutcome.class, outcome -> pulls(meters, "open", outcome));
    this.pulls = Outcomes.each(PullOutcome.class, outcome -> pulls(meters, "pull", outcome));
    this.closes =
        Outcomes.each(
            CloseOutcome.class,
            outcome ->
                meters.counter(
                    "pixstream.closes", "Streams closed by collectors", "outcome", outcome));
    this.unavailable = pulls(meters, "any", "unavailable");
    this.failed = pulls(meters, "any", "failed");
    this.abandoned = pulls(meters, "any", "abandoned");
    this.undelivered =
        meters.counter("pixstream.undelivered", "Batches whose response could not be written");
    this.messages = meters.counter("pixstream.delivered.messages", "Messages sent to collectors");
    this.redelivered =
        meters.counter(
            "pixstream.redelivered.messages", "Messages sent that were sent to somebody before");
    this.expiredStreams =
        meters.counter("pixstream.leases.expired", "Streams ended because their lease had ended");
    this.expiredMessages =
        meters.counter(
            "pixstream.leases.expired.messages", "Messages that went back with ended leases");
    this.answered =
        meters.latency(
            "pixstream.pull", "From a request to its outcome, if it did not wait for messages");
    this.waited = meters.latency("pixstream.wait", "How long requests waited for messages");
    this.woken =
        meters.latency("pixstream.wake", "From the wake of a waiting request to its batch");
    this.delivered =
        meters.latency(
            "pixstream.stored.to.delivered",
            "From the storing of a batch's oldest new message to its delivery");
  }

  private static Counter pulls(Meters meters, String operation, String outcome) {
    return meters.counter(
        "pixstream.pulls",
        "Requests for messages by how they ended",
        "operation",
        operation,
        "outcome",
        outcome);
  }

  @Override
  public void pulled(Pull pull, PullOutcome outcome) {
    count(pull.opening() ? opens : pulls, outcome);
    if (pull.waitedNanos() > 0) {
      waited.record(pull.waitedNanos(), TimeUnit.NANOSECONDS);
    } else {
      answered.record(pull.tookNanos(), TimeUnit.NANOSECONDS);
    }
    if (outcome instanceof PullOutcome.Delivered batch) {
      messages.increment(batch.payloads().size());
      if (batch.redelivered() > 0) {
        redelivered.increment(batch.redelivered());
      }
      if (pull.wakeNanos() > 0) {
        woken.record(pull.wakeNanos(), TimeUnit.NANOSECONDS);
      }
      batch.storedAt().ifPresent(stored -> delivered.record(clock.since(stored)));
    }
  }

  @Override
  public void failed(Pull pull, Throwable failure) {
    boolean away =
        failure instanceof StoreUnavailableException
            || failure.getCause() instanceof StoreUnavailableException;
    (away ? unavailable : failed).increment();
  }

  @Override
  public void abandoned(Pull pull) {
    abandoned.increment();
  }

  @Override
  public void closed(LaneId lane, IterationId id, CloseOutcome outcome) {
    count(closes, outcome);
  }

  @Override
  public void expired(LaneId lane, Expiry expiry) {
    expiredStreams.increment(expiry.streams());
    expiredMessages.increment(expiry.returned().messages());
  }

  @Override
  public void undelivered(PullOutcome.Delivered batch) {
    undelivered.increment();
  }

  private static void count(Map<Class<?>, Counter> counters, Object outcome) {
    Optional.ofNullable(counters.get(outcome.getClass())).ifPresent(Counter::increment);
  }
}
