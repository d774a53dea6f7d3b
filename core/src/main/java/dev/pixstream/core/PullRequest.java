package dev.pixstream.core;

import java.time.Duration;

/**
 * One request of a collector, as the store sees it.
 *
 * @param ispb the lane
 * @param id the id it asks with; for an opening, the id that names the stream until it has a batch
 * @param messagesMax how many messages it accepts, 1 to 10
 * @param nonce names the request among all requests of all nodes
 * @param waitMax how long it will wait if there is nothing; the lease counts from its end
 */
public record PullRequest(
    Ispb ispb, IterationId id, int messagesMax, Nonce nonce, Duration waitMax) {}
