package dev.pixstream.client;

import java.io.IOException;
import java.time.Duration;

/** Closes a stream, and tries for a while. */
final class Closing {

  private static final Duration PAUSE_MAX = Duration.ofMillis(500);

  private final Nodes nodes;
  private final StreamHttp http;
  private final Duration within;

  Closing(Nodes nodes, StreamHttp http, Duration within) {
    this.nodes = nodes;
    this.http = http;
    this.within = within;
  }

  /**
   * Sends DELETE until it is answered.
   *
   * @return whether the stream was open until then
   */
  boolean close(String id) {
    var backoff = new Backoff();
    try {
      while (backoff.elapsed().compareTo(within) < 0) {
        int status = attempt(id);
        if (status == 200) {
          return true;
        }
        if (status == 404 || status == 410) {
          return false;
        }
        Thread.sleep(Backoff.min(backoff.next(), PAUSE_MAX));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  /** The status, or 0 for a lost response. */
  private int attempt(String id) throws InterruptedException {
    try {
      return http.delete(nodes.at(id), within);
    } catch (IOException e) {
      nodes.moveOn();
      return 0;
    }
  }
}
