package dev.pixstream.client;

import java.time.Duration;

/** What was chosen for the collectors of one institution. */
record CollectorSettings(
    String ispb,
    int collectors,
    Accept accept,
    long messagesMax,
    BatchHandler handler,
    CollectorListener listener,
    Duration pullTimeout,
    Duration giveUpAfter,
    Duration closeWithin) {

  CollectorSettings {
    Servers.checkIspb(ispb);
    require(collectors >= 1 && collectors <= 6, "collectors are 1 to 6");
    require(messagesMax >= 1, "the most messages are at least 1");
    require(pullTimeout.isPositive(), "the timeout of a pull is positive");
    require(closeWithin.isPositive(), "the time to close is positive");
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
