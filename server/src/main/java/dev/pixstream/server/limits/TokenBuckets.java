package dev.pixstream.server.limits;

import dev.pixstream.core.Ispb;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One kind of token bucket, one for each institution. It answers at once: where nodes share their
 * buckets, each holds tokens that it has leased before.
 */
public interface TokenBuckets {
  /** Takes so many tokens, or none. */
  Quota take(Ispb ispb, long tokens);

  /** The same, for who can wait a moment until a shared bucket has been asked. */
  default CompletionStage<Quota> takeSoon(Ispb ispb, long tokens) {
    return CompletableFuture.completedFuture(take(ispb, tokens));
  }

  /** How it stands, taking none: whether one token is there. */
  Quota look(Ispb ispb);

  /** Forgets the buckets that are full, as new ones would be. */
  void sweep();
}
