package dev.pixstream.server.telemetry;

import dev.pixstream.core.processing.WorkerListener;
import dev.pixstream.core.store.queue.Failure;
import dev.pixstream.core.store.queue.Job;
import dev.pixstream.core.store.queue.Payment;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Logs what a worker does, without what an error said: that is kept with the dead letter. */
final class WorkerLog implements WorkerListener {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerLog.class);

  @Override
  public void ended(Job job, List<Payment> payments, List<Failure> failures) {
    LOG.atDebug()
        .addKeyValue("ispb", job.lane())
        .addKeyValue("outcome", failures.isEmpty() ? "processed" : "failed")
        .addKeyValue("messages", payments.size())
        .addKeyValue("failures", failures.size())
        .addKeyValue("attempt", job.attempt())
        .log("Job");
    for (var failure : failures) {
      LOG.atLevel(failure.retryIn().isPresent() ? Level.DEBUG : Level.WARN)
          .addKeyValue("ispb", job.lane())
          .addKeyValue("seq", failure.seq())
          .addKeyValue("outcome", failure.retryIn().isPresent() ? "retry" : "dead")
          .addKeyValue("error", failure.errorClass())
          .log(
              failure.retryIn().isPresent()
                  ? "A message failed"
                  : "A message went to the dead letters");
    }
  }

  @Override
  public void lost(Job job) {
    LOG.atWarn()
        .addKeyValue("ispb", job.lane())
        .addKeyValue("messages", job.size())
        .addKeyValue("attempt", job.attempt())
        .log("A job was not finished here; it will be taken again");
  }

  @Override
  public void trouble(Throwable failure) {
    LOG.warn("The worker goes on after: {}", failure.toString());
  }
}
