package dev.pixstream.core.store;

import dev.pixstream.core.model.Arrival;
import dev.pixstream.core.model.IterationId;
import dev.pixstream.core.model.LaneId;
import java.util.concurrent.CompletionStage;

/** Leases that end before their time. Only faults on order ask for it. */
public interface LeaseFaults {
  /**
   * Ends the stream that leases the batch with this id, as if its lease had ended, and puts the
   * batch back. Nothing happens if the batch is not leased any more.
   *
   * @param next the id that the batch gave out
   * @return the messages that went back
   */
  CompletionStage<Arrival> endLease(LaneId lane, IterationId next);
}
