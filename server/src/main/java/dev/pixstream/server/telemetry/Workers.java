package dev.pixstream.server.telemetry;

import dev.pixstream.core.processing.WorkerListener;
import dev.pixstream.core.store.queue.Failure;
import dev.pixstream.core.store.queue.Job;
import dev.pixstream.core.store.queue.Payment;
import java.util.List;

/** Several listeners of a worker as one. */
record Workers(List<WorkerListener> listeners) implements WorkerListener {
  Workers {
    listeners = List.copyOf(listeners);
  }

  @Override
  public void ended(Job job, List<Payment> payments, List<Failure> failures, long tookNanos) {
    listeners.forEach(listener -> listener.ended(job, payments, failures, tookNanos));
  }

  @Override
  public void lost(Job job) {
    listeners.forEach(listener -> listener.lost(job));
  }

  @Override
  public void trouble(Throwable failure) {
    listeners.forEach(listener -> listener.trouble(failure));
  }
}
