package dev.pixstream.core.processing;

import dev.pixstream.core.model.Channel;
import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.queue.Payment;
import java.util.List;
import java.util.Map;

/**
 * What is to be done with confirmed messages: a job's kind is the channel of its lane.
 *
 * @param kinds the processor of each channel; messages of another one have nothing to be done
 */
public record Processing(Map<Channel, PaymentProcessor> kinds) implements AutoCloseable {
  /** Copies the kinds. */
  public Processing {
    kinds = Map.copyOf(kinds);
  }

  /** As {@link PaymentProcessor#process}, by the processor of the lane's channel. */
  void process(LaneId lane, List<Payment> payments) throws Exception {
    var processor = kinds.get(lane.channel());
    if (processor != null) {
      processor.process(payments);
    }
  }

  @Override
  public void close() {
    kinds.values().forEach(PaymentProcessor::close);
  }
}
