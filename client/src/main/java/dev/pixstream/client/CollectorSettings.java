package dev.pixstream.client;

import java.util.List;

/** What was chosen for the collectors of one institution. */
record CollectorSettings(
    List<PixServer> servers,
    String ispb,
    int collectors,
    Accept accept,
    long messagesMax,
    BatchHandler handler,
    int handlerFailuresMax,
    CollectorTimes times) {

  CollectorSettings {
    Servers.checkIspb(ispb);
    require(collectors >= 1 && collectors <= 6, "collectors are 1 to 6");
    require(messagesMax >= 1, "the most messages are at least 1");
    require(handlerFailuresMax >= 1, "the most failures of a handler are at least 1");
  }

  static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
