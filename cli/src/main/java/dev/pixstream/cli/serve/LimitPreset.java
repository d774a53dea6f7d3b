package dev.pixstream.cli.serve;

import dev.pixstream.server.limits.RateLimits;

/** Token buckets that have a name. */
enum LimitPreset {
  DEFAULT,
  ICOM,
  OFF;

  RateLimits limits() {
    return switch (this) {
      case DEFAULT -> RateLimits.DEFAULT;
      case ICOM -> RateLimits.ICOM;
      case OFF -> RateLimits.OFF;
    };
  }
}
