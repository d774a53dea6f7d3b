package dev.pixstream.server.limits;

import static dev.pixstream.core.model.Bounds.require;

import java.util.Optional;

/**
 * The token buckets (promise 9); an empty one does not limit.
 *
 * @param pulls of an institution, on all its streams
 * @param stored messages of an institution, whoever stores them
 * @param streamPulls of one stream
 * @param nodes among how many nodes the institutions' buckets are divided, where nodes do not share
 *     them, and while what has them is away: each gives out its part
 */
public record RateLimits(
    Optional<Rate> pulls, Optional<Rate> stored, Optional<Rate> streamPulls, int nodes) {
  /** They only protect. */
  public static final RateLimits DEFAULT =
      new RateLimits(
          Optional.of(Rate.perSecond(10_000)),
          Optional.of(Rate.perSecond(50_000)),
          Optional.of(Rate.perSecond(2_000)),
          1);

  /** The official figures for what is sent (ICOM, bucket of sent messages). */
  public static final RateLimits ICOM =
      new RateLimits(
          DEFAULT.pulls, Optional.of(new Rate(750, 3_750)), DEFAULT.streamPulls, DEFAULT.nodes);

  public static final RateLimits OFF =
      new RateLimits(Optional.empty(), Optional.empty(), Optional.empty(), 1);

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if the number of nodes is below 1
   */
  public RateLimits {
    require(nodes, 1_000, "limit-nodes");
  }
}
