package dev.pixstream.client;

import java.io.IOException;
import java.time.Duration;

/** Closes a stream, and tries for a while. */
final class Closing {

  private static final Duration PAUSE_MAX = Duration.ofMillis(500);
  private static final int LOST = 0;
  private static final int NOT_SENT = -1;

  private final Nodes nodes;
  private final StreamHttp http;
  private final Duration within;

  Closing(Nodes nodes, StreamHttp http, Duration within) {
    this.nodes = nodes;
    this.http = http;
    this.within = within;
  }

  /** What is known of a stream after it was to be closed. */
  enum End {
    /** It was open, and is closed: what its id confirms is confirmed. */
    CLOSED,
    /** It was no more before. */
    GONE,
    /** An attempt may have closed it, or its lease may have ended; or nobody answered. */
    UNKNOWN
  }

  /**
   * Sends DELETE until it is answered. If an answer was lost, the next attempt finds the stream
   * closed (410): by this very DELETE, as long as the lease can't have ended.
   *
   * @param leaseUntilNanos until when the lease surely lasts
   */
  End close(String id, long leaseUntilNanos) {
    var backoff = new Backoff();
    boolean maybeClosed = false;
    try {
      while (backoff.elapsed().compareTo(within) < 0) {
        int status = attempt(id);
        if (status == 200) {
          return End.CLOSED;
        }
        if (status == 404 || status == 410) {
          boolean leased = status == 410 && System.nanoTime() - leaseUntilNanos < 0;
          return !maybeClosed ? End.GONE : leased ? End.CLOSED : End.UNKNOWN;
        }
        maybeClosed |= status == LOST || status >= 500;
        Thread.sleep(Backoff.min(backoff.next(), PAUSE_MAX));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return End.UNKNOWN;
  }

  /** The status, or what stands for none. */
  private int attempt(String id) throws InterruptedException {
    try {
      return http.delete(() -> nodes.at(id), within);
    } catch (IOException e) {
      nodes.moveOn();
      return PixPublisher.wasNotReached(e) ? NOT_SENT : LOST;
    }
  }
}
