package dev.pixstream.client;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a pull came to. */
sealed interface Answer {

  /** 200. */
  record Delivered(List<String> messages, int redelivered, URI next, Duration latency)
      implements Answer {}

  /** 204. */
  record Empty(URI next) implements Answer {}

  /** 404 or 410: start anew. */
  record Gone() implements Answer {}

  /** 409: somebody else pulls with the same id. */
  record Superseded(String detail) implements Answer {}

  /** 429: ask again, the same, later. */
  record Throttled(String reason, Optional<Duration> retryAfter) implements Answer {}

  /** No response, or 5xx: ask again, the same, later. */
  record Failed(String reason, Optional<Duration> retryAfter) implements Answer {}

  /** Asking again would not help. */
  record Refused(int status, String detail) implements Answer {}

  /** The collector is to stop, and gave the request up. Whether it was served is not known. */
  record Stopped() implements Answer {}
}
