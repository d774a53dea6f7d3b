package dev.pixstream.server.telemetry;

import dev.pixstream.core.async.Duty;
import dev.pixstream.core.store.StoreUnavailableException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what duties failed with, and logs it: a store that is away as a warning, all else as an
 * error with its trace, the same one of a duty at most once a minute.
 */
final class DutyTroubles implements Duty.Troubles {
  private static final Logger LOG = LoggerFactory.getLogger(DutyTroubles.class);

  private final Meters meters;
  private final ConcurrentHashMap<String, String> told = new ConcurrentHashMap<>();

  DutyTroubles(Meters meters) {
    this.meters = meters;
  }

  @Override
  public void failed(String duty, Throwable failure) {
    meters
        .counter("pixstream.duty.failures", "Rounds of a node's duties that failed", "duty", duty)
        .increment();
    var cause = failure instanceof CompletionException ? failure.getCause() : failure;
    var known = cause == null ? failure : cause;
    var what = known + " in minute " + TimeUnit.NANOSECONDS.toMinutes(System.nanoTime());
    if (what.equals(told.put(duty, what))) {
      LOG.debug("A round of {} failed again: {}", duty, known.toString());
    } else if (known instanceof StoreUnavailableException) {
      LOG.warn("A round of {} failed: {}", duty, known.getMessage());
    } else {
      LOG.error("A round of {} failed; the next one comes all the same", duty, known);
    }
  }
}
