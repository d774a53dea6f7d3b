package dev.pixstream.server.limits;

import java.util.concurrent.CompletableFuture;

/**
 * Somebody who waits for tokens that are on their way.
 *
 * @param tokens how many, all or none
 * @param answer may be given already, since nobody waits for long
 */
record Waiting(long tokens, CompletableFuture<Quota> answer) {}
