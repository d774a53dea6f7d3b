package dev.pixstream.core.delivery;

import dev.pixstream.core.model.IterationId;
import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.CloseOutcome;
import dev.pixstream.core.store.Expiry;
import dev.pixstream.core.store.PullOutcome;
import java.util.List;

/** Several listeners as one. */
record CollectorListeners(List<CollectorListener> listeners) implements CollectorListener {
  CollectorListeners {
    listeners = List.copyOf(listeners);
  }

  @Override
  public void pulled(Pull pull, PullOutcome outcome) {
    for (var listener : listeners) {
      listener.pulled(pull, outcome);
    }
  }

  @Override
  public void failed(Pull pull, Throwable failure) {
    for (var listener : listeners) {
      listener.failed(pull, failure);
    }
  }

  @Override
  public void abandoned(Pull pull) {
    for (var listener : listeners) {
      listener.abandoned(pull);
    }
  }

  @Override
  public void closed(LaneId lane, IterationId id, CloseOutcome outcome) {
    for (var listener : listeners) {
      listener.closed(lane, id, outcome);
    }
  }

  @Override
  public void expired(LaneId lane, Expiry expiry) {
    for (var listener : listeners) {
      listener.expired(lane, expiry);
    }
  }

  @Override
  public void undelivered(PullOutcome.Delivered batch) {
    for (var listener : listeners) {
      listener.undelivered(batch);
    }
  }
}
