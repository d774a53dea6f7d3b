package dev.pixstream.server.telemetry;

import dev.pixstream.core.delivery.CollectorListener;
import dev.pixstream.core.model.IterationId;
import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.CloseOutcome;
import dev.pixstream.core.store.Expiry;
import dev.pixstream.core.store.PullOutcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what collectors ask, at debug level. An iterationId confirms what it stands for, so it is as
 * good as a token: four bytes of its hash stand in for it, enough to follow a stream from line to
 * line.
 */
final class PullLog implements CollectorListener {
  private static final Logger LOG = LoggerFactory.getLogger(PullLog.class);

  @Override
  public void pulled(Pull pull, PullOutcome outcome) {
    if (!LOG.isDebugEnabled()) {
      return;
    }
    var line =
        LOG.atDebug()
            .addKeyValue("ispb", pull.request().lane())
            .addKeyValue("iteration", pull.request().id().digest())
            .addKeyValue("outcome", Outcomes.name(outcome.getClass()))
            .addKeyValue("took_ms", pull.tookNanos() / 1_000_000);
    if (outcome instanceof PullOutcome.Delivered batch) {
      line =
          line.addKeyValue("stream", batch.stream())
              .addKeyValue("next", batch.next().digest())
              .addKeyValue("messages", batch.payloads().size())
              .addKeyValue("redelivered", batch.redelivered());
    }
    line.log(pull.opening() ? "Open" : "Pull");
  }

  @Override
  public void failed(Pull pull, Throwable failure) {
    LOG.atDebug()
        .addKeyValue("ispb", pull.request().lane())
        .addKeyValue("iteration", pull.request().id().digest())
        .addKeyValue("outcome", "failed")
        .addKeyValue("error", failure.getClass().getName())
        .log(pull.opening() ? "Open" : "Pull");
  }

  @Override
  public void abandoned(Pull pull) {
    LOG.atDebug()
        .addKeyValue("ispb", pull.request().lane())
        .addKeyValue("iteration", pull.request().id().digest())
        .addKeyValue("outcome", "abandoned")
        .log(pull.opening() ? "Open" : "Pull");
  }

  @Override
  public void closed(LaneId lane, IterationId id, CloseOutcome outcome) {
    LOG.atDebug()
        .addKeyValue("ispb", lane)
        .addKeyValue("iteration", id.digest())
        .addKeyValue("outcome", Outcomes.name(outcome.getClass()))
        .log("Close");
  }

  @Override
  public void expired(LaneId lane, Expiry expiry) {
    LOG.atInfo()
        .addKeyValue("ispb", lane)
        .addKeyValue("outcome", "expired")
        .addKeyValue("streams", expiry.streams())
        .addKeyValue("messages", expiry.returned().messages())
        .log("Leases have ended");
  }

  @Override
  public void undelivered(PullOutcome.Delivered batch) {
    LOG.atDebug()
        .addKeyValue("stream", batch.stream())
        .addKeyValue("next", batch.next().digest())
        .addKeyValue("outcome", "undelivered")
        .log("A response could not be written");
  }
}
