package dev.pixstream.core.store;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.MessageKey;
import dev.pixstream.core.model.Payload;
import dev.pixstream.core.model.SeqRange;
import dev.pixstream.core.store.queue.Payment;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The messages themselves, in the order in which each lane got them. A stored message survives any
 * crash.
 */
public interface MessageLog {
  /**
   * Stores messages at the ends of their lanes, in this order, in one transaction: all or none,
   * over all lanes. When the stage completes they are on disk. A message that is there already,
   * byte for byte, is not stored again.
   */
  CompletionStage<AppendOutcome> append(List<NewMessage> messages);

  /** One message with all its delivery attempts. */
  CompletionStage<Optional<MessageHistory>> find(LaneId lane, MessageKey key);

  /**
   * Messages of a lane for those who process them, range by range as given. Numbers that no message
   * has are left out.
   */
  CompletionStage<List<Payment>> load(LaneId lane, List<SeqRange> ranges);

  /**
   * A message to be stored.
   *
   * @param lane where
   * @param key by which its lane recognises it
   * @param payload the bytes that every delivery will send
   */
  record NewMessage(LaneId lane, MessageKey key, Payload payload) {}
}
