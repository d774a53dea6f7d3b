package dev.pixstream.core.store.queue;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.MessageKey;
import dev.pixstream.core.model.Payload;
import java.time.Instant;

/**
 * A confirmed message, as a processor gets it.
 *
 * @param lane the institution that receives it
 * @param seq its number in the lane
 * @param key identity of the payment: the key of whatever effect the processing has
 * @param storedAt when it was stored
 * @param payload the canonical JSON, the very bytes that were delivered
 */
public record Payment(LaneId lane, long seq, MessageKey key, Instant storedAt, Payload payload) {}
