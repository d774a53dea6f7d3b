package dev.pixstream.client;

import java.time.Duration;

/** How long things may take; {@link PixCollectorBuilder} says what each is. */
record CollectorTimes(
    Duration pullTimeout, Duration giveUpAfter, Duration closeWithin, Duration lease) {

  static final CollectorTimes DEFAULT =
      new CollectorTimes(
          Duration.ofSeconds(30),
          Duration.ofDays(1),
          Duration.ofSeconds(10),
          Duration.ofSeconds(60));

  CollectorTimes {
    CollectorSettings.require(pullTimeout.isPositive(), "the timeout of a pull is positive");
    CollectorSettings.require(!giveUpAfter.isNegative(), "the time to give up is not negative");
    CollectorSettings.require(closeWithin.isPositive(), "the time to close is positive");
    CollectorSettings.require(lease.isPositive(), "the lease is positive");
  }

  CollectorTimes withPullTimeout(Duration value) {
    return new CollectorTimes(value, giveUpAfter, closeWithin, lease);
  }

  CollectorTimes withGiveUpAfter(Duration value) {
    return new CollectorTimes(pullTimeout, value, closeWithin, lease);
  }

  CollectorTimes withCloseWithin(Duration value) {
    return new CollectorTimes(pullTimeout, giveUpAfter, value, lease);
  }

  CollectorTimes withLease(Duration value) {
    return new CollectorTimes(pullTimeout, giveUpAfter, closeWithin, value);
  }
}
