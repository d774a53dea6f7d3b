package dev.pixstream.core.store;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.Nonce;
import java.time.Duration;

/**
 * A request that waits again where the one before it waited, without a look at the store in
 * between.
 *
 * @param nonce the one that the stream's last look left in the store
 * @param messagesMax how many messages it accepts
 * @param waited how long it has waited
 * @param left how long it will go on; the lease counts from its end
 */
public record Renewal(LaneId lane, Nonce nonce, int messagesMax, Duration waited, Duration left) {}
