package dev.pixstream.server.limits;

/** One token bucket, as a node sees it. */
interface TokenBucket {
  /** Takes so many tokens, or none, at once. Whoever asks for more than it holds gets it full. */
  Quota take(long tokens);
}
