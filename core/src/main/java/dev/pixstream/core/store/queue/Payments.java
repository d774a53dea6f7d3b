package dev.pixstream.core.store.queue;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.SeqRange;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where a worker gets the messages from that its jobs name. */
@FunctionalInterface
public interface Payments {
  /** The messages of these ranges, in their order. */
  CompletionStage<List<Payment>> load(LaneId lane, List<SeqRange> ranges);
}
