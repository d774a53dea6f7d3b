package dev.pixstream.client;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a pull came to. A Pull-Next is kept as the path that it is. */
sealed interface Answer {

  /** 200. */
  record Delivered(List<String> messages, int redelivered, String next, Duration latency)
      implements Answer {}

  /** 204. */
  record Empty(String next) implements Answer {}

  /** 404 or 410: start anew. */
  record Gone() implements Answer {}

  /** 409: a newer request with the same id is being served. */
  record Superseded(String reason) implements Answer {}

  /** 429: ask again, the same, later. */
  record Throttled(String reason, Optional<Duration> retryAfter) implements Answer {}

  /**
   * No response, or 5xx: ask again, the same, later.
   *
   * @param status of the response, 0 if there was none
   */
  record Failed(int status, String reason, Optional<Duration> retryAfter) implements Answer {}

  /** Asking again would not help. */
  record Refused(int status, String detail) implements Answer {}

  /** The collector is to stop, and gave the request up. Whether it was served is not known. */
  record Stopped() implements Answer {}
}
