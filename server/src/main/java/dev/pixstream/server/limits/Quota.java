package dev.pixstream.server.limits;

import java.time.Duration;

/**
 * What a bucket said to a request for tokens.
 *
 * @param bucket its name in the RateLimit headers
 * @param rate its form
 * @param granted whether the tokens were there; if not, none were taken
 * @param remaining how many are left
 * @param until how long until the tokens asked for are there; zero if they were
 */
public record Quota(String bucket, Rate rate, boolean granted, long remaining, Duration until) {

  /** For Retry-After: whole seconds, at least one. */
  public long retryAfterSeconds() {
    return Math.max(1, Math.ceilDiv(until.toMillis(), 1_000));
  }

  /**
   * The field {@code RateLimit-Policy} (draft-ietf-httpapi-ratelimit-headers-10): q is what the
   * bucket holds, w the seconds in which it fills.
   */
  public String policy() {
    return "\"" + bucket + "\";q=" + rate.burst() + ";w=" + rate.fillSeconds();
  }

  /**
   * The field {@code RateLimit} of that draft: r is what is left, t the seconds until what was
   * asked for is there, or until the bucket is full.
   */
  public String state() {
    long seconds =
        granted ? Math.ceilDiv(rate.burst() - remaining, rate.perSecond()) : retryAfterSeconds();
    return "\"" + bucket + "\";r=" + remaining + ";t=" + seconds;
  }
}
