package dev.pixstream.server.limits;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One token bucket, as a node sees it. It answers at once: where nodes share it, each holds tokens
 * that it has leased before.
 */
interface TokenBucket {
  /** Takes so many tokens, or none, at once. Whoever asks for more than it holds gets it full. */
  Quota take(long tokens);

  /** The same, for who can wait a moment until a shared bucket has been asked. */
  default CompletionStage<Quota> takeSoon(long tokens) {
    return CompletableFuture.completedFuture(take(tokens));
  }

  /** How it stands, taking none: whether one token is there. */
  Quota look();

  /** Whether nothing is lost when it is forgotten. */
  boolean isFull();
}
