package dev.pixstream.server.limits;

import static dev.pixstream.core.model.Bounds.require;

import java.time.Duration;
import java.util.Optional;

/**
 * How much a node does at once, and how long it waits for slow clients.
 *
 * @param connectionsMax connections that are served; empty: as many as the heap has room for
 * @param requestsMax requests under way that do not wait for messages; the next one is shed
 * @param waitingMax requests that wait for messages; the next one is shed
 * @param bodyBytesMax what all request bodies under way cost together; the next one is shed
 * @param clientBytesMax heads that are not complete and responses that are not taken, together; the
 *     next request is shed
 * @param headTimeout for the first request of a connection, until its head is complete
 * @param bodyTimeout for a request's body, until it is complete
 * @param idleTimeout for the next request of a connection, until its head is complete
 * @param writeTimeout for a client that takes nothing of what it is sent
 */
public record Bounds(
    Optional<Integer> connectionsMax,
    int requestsMax,
    int waitingMax,
    long bodyBytesMax,
    long clientBytesMax,
    Duration headTimeout,
    Duration bodyTimeout,
    Duration idleTimeout,
    Duration writeTimeout) {
  /** The least that any of the timeouts may be, and that a stop may take. */
  public static final Duration TIMEOUT_MIN = Duration.ofMillis(100);

  public static final Duration TIMEOUT_MAX = Duration.ofHours(1);

  /** A connection that waits for messages, and one with TLS, on the heap. */
  private static final int CONNECTION_BYTES = 11 << 10;

  private static final int TLS_CONNECTION_BYTES = 48 << 10;

  /** Half of the heap is for connections, a fifth for bodies. */
  public static final Bounds DEFAULT =
      new Bounds(
          Optional.empty(),
          4_000,
          20_000,
          Math.max(16L << 20, Runtime.getRuntime().maxMemory() / 5),
          16L << 20,
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
    connectionsMax.ifPresent(value -> atLeastOne(value, "connections-max"));
    atLeastOne(requestsMax, "requests-max");
    atLeastOne(waitingMax, "waiting-max");
    atLeastOne(bodyBytesMax, "body-bytes-max");
    atLeastOne(clientBytesMax, "client-bytes-max");
    timeout(headTimeout, "head-timeout");
    timeout(bodyTimeout, "body-timeout");
    timeout(idleTimeout, "idle-timeout");
    timeout(writeTimeout, "write-timeout");
  }

  /** How many connections are served. */
  public int connections(boolean tls) {
    long each = tls ? TLS_CONNECTION_BYTES : CONNECTION_BYTES;
    return connectionsMax.orElse((int) (Runtime.getRuntime().maxMemory() / 2 / each));
  }

  private static void atLeastOne(long value, String name) {
    require(value, Long.MAX_VALUE, name);
  }

  private static void timeout(Duration value, String name) {
    require(value, TIMEOUT_MIN, TIMEOUT_MAX, name);
  }
}
