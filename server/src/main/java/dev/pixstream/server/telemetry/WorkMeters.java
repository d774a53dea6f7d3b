package dev.pixstream.server.telemetry;

import dev.pixstream.core.processing.WorkerListener;
import dev.pixstream.core.store.queue.Failure;
import dev.pixstream.core.store.queue.Job;
import dev.pixstream.core.store.queue.Payment;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.HashSet;
import java.util.List;

/** Counts what a worker does. */
final class WorkMeters implements WorkerListener {
  private final StoreClock clock;
  private final Counter processed;
  private final Counter retries;
  private final Counter dead;
  private final Counter done;
  private final Counter lost;
  private final Counter troubles;
  private final Timer latency;

  WorkMeters(Meters meters, StoreClock clock) {
    this.clock = clock;
    this.processed =
        meters.counter("pixstream.processed.messages", "Messages processed by this node");
    this.retries = failures(meters, "retry");
    this.dead = failures(meters, "dead");
    this.done = jobs(meters, "done");
    this.lost = jobs(meters, "lost");
    this.troubles =
        meters.counter("pixstream.worker.troubles", "Failures that the worker went on after");
    this.latency =
        meters.latency(
            "pixstream.stored.to.processed", "From a message's storing to its processing");
  }

  private static Counter failures(Meters meters, String result) {
    return meters.counter(
        "pixstream.processing.failures",
        "Attempts to process a message that failed, by what becomes of it",
        "result",
        result);
  }

  private static Counter jobs(Meters meters, String result) {
    return meters.counter("pixstream.jobs", "Jobs that ended on this node", "result", result);
  }

  @Override
  public void ended(Job job, List<Payment> payments, List<Failure> failures) {
    done.increment();
    var failed = new HashSet<Long>();
    for (var failure : failures) {
      failed.add(failure.seq());
      (failure.retryIn().isPresent() ? retries : dead).increment();
    }
    for (var payment : payments) {
      if (!failed.contains(payment.seq())) {
        processed.increment();
        latency.record(clock.since(payment.storedAt()));
      }
    }
  }

  @Override
  public void lost(Job job) {
    lost.increment();
  }

  @Override
  public void trouble(Throwable failure) {
    troubles.increment();
  }
}
