package dev.pixstream.core.store.queue;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.MessageKey;
import java.time.Instant;
import java.util.Optional;

/**
 * A message whose processing has failed for good.
 *
 * @param lane the institution that receives it
 * @param sequence its number in the lane
 * @param key identity of the payment
 * @param state dead; or retrying or processed after a replay; or discarded
 * @param errorClass the class of its last error
 * @param errorMessage what that said
 * @param attempts how many have failed, since its last replay
 * @param firstFailed when its processing failed first
 * @param lastFailed and last
 * @param ended when it was processed or discarded
 */
public record DeadLetter(
    LaneId lane,
    long sequence,
    MessageKey key,
    String state,
    String errorClass,
    String errorMessage,
    int attempts,
    Instant firstFailed,
    Instant lastFailed,
    Optional<Instant> ended) {}
