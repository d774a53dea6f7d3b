package dev.pixstream.core.processing;

import dev.pixstream.core.store.queue.Payment;
import java.util.List;
import java.util.Map;

/**
 * Does what is to be done with a payment after its confirmation. Users implement it, name it in the
 * configuration ({@code processor}) and offer it to {@link java.util.ServiceLoader}.
 *
 * <p>What is promised: {@code process} is called <strong>at least once</strong> for every confirmed
 * message, and no two workers process the same message at the same time while each returns within
 * the visibility timeout or its node is alive to extend it. It may be called again with messages it
 * has seen: after a crash, after a failure of a neighbour in the same call, after a replay. So its
 * effect must be one that a repeat can't double, keyed by {@code endToEndId}. Whatever transaction
 * it uses is its own and must be committed when it returns: only then are the messages recorded as
 * processed.
 *
 * <p>It is called on virtual threads and may block. Calls run in parallel, with different messages.
 */
public interface PaymentProcessor extends AutoCloseable {
  /** Its name in the configuration, {@code [a-z][a-z0-9-]*}. */
  String name();

  /**
   * Is told its settings once, before the first call.
   *
   * @param settings what {@code --processor-setting KEY=VALUE} says, key by key
   * @throws IllegalArgumentException if one is wrong; the message names it
   */
  default void configure(Map<String, String> settings) {}

  /**
   * Processes payments of one lane, in the order of their confirmation. If it throws, each is given
   * to it once more, alone; one that fails alone is retried later or, if it threw a {@link
   * PermanentFailure}, moved to the dead letters.
   */
  void process(List<Payment> payments) throws Exception;

  /** The node stops; no call is under way. */
  @Override
  default void close() {}
}
