package dev.pixstream.server.limits;

import dev.pixstream.postgres.link.StoreLimits;

/**
 * All limits of a node.
 *
 * @param rates per institution and per stream
 * @param bounds of the node
 * @param store of its database
 */
public record LimitOptions(RateLimits rates, Bounds bounds, StoreLimits store) {
  public static final LimitOptions DEFAULT =
      new LimitOptions(RateLimits.DEFAULT, Bounds.DEFAULT, StoreLimits.DEFAULT);

  public LimitOptions withRates(RateLimits other) {
    return new LimitOptions(other, bounds, store);
  }

  public LimitOptions withBounds(Bounds other) {
    return new LimitOptions(rates, other, store);
  }

  public LimitOptions withStore(StoreLimits other) {
    return new LimitOptions(rates, bounds, other);
  }
}
