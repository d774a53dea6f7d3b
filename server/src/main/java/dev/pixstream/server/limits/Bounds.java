package dev.pixstream.server.limits;

import static dev.pixstream.core.Bounds.require;

import java.time.Duration;

/**
 * How much a node does at once, and how long it waits for slow clients.
 *
 * @param requestsMax requests under way that do not wait for messages; the next one is shed
 * @param waitingMax requests that wait for messages; the next one is shed
 * @param bodyBytesMax all request bodies under way together; the next one is shed
 * @param headTimeout for the first request of a connection, until its head is complete
 * @param bodyTimeout for a request's body, until it is complete
 * @param idleTimeout for the next request of a connection, until its head is complete
 * @param writeTimeout for a client that takes nothing of what it is sent
 */
public record Bounds(
    int requestsMax,
    int waitingMax,
    long bodyBytesMax,
    Duration headTimeout,
    Duration bodyTimeout,
    Duration idleTimeout,
    Duration writeTimeout) {
  /** The least that any of the timeouts may be, and that a stop may take. */
  public static final Duration TIMEOUT_MIN = Duration.ofMillis(100);

  public static final Duration TIMEOUT_MAX = Duration.ofHours(1);

  /** A third of the heap for bodies: each is there as bytes and as messages for a moment. */
  public static final Bounds DEFAULT =
      new Bounds(
          4_000,
          20_000,
          Math.max(16L << 20, Runtime.getRuntime().maxMemory() / 3),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(75),
          Duration.ofSeconds(15));

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if one is out of its bounds; the message names it
   */
  public Bounds {
    atLeastOne(requestsMax, "requests-max");
    atLeastOne(waitingMax, "waiting-max");
    atLeastOne(bodyBytesMax, "body-bytes-max");
    timeout(headTimeout, "head-timeout");
    timeout(bodyTimeout, "body-timeout");
    timeout(idleTimeout, "idle-timeout");
    timeout(writeTimeout, "write-timeout");
  }

  private static void atLeastOne(long value, String name) {
    require(value, Long.MAX_VALUE, name);
  }

  private static void timeout(Duration value, String name) {
    require(value, TIMEOUT_MIN, TIMEOUT_MAX, name);
  }
}
