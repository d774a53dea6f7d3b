package dev.pixstream.server.node;

import static dev.pixstream.core.model.Bounds.require;

import java.time.Duration;
import java.util.Optional;

/**
 * How a node tells that it is well, and that it is about to stop.
 *
 * @param managementPort where health and metrics are served instead of the port of the API; 0 for
 *     any free one
 * @param managementHost the address of that port
 * @param stopDelay how long a node that was told to stop says that it is not ready, and goes on
 *     serving, before it stops
 */
public record HealthOptions(
    Optional<Integer> managementPort, String managementHost, Duration stopDelay) {
  /** Only this machine reaches it. */
  public static final String LOOPBACK = "127.0.0.1";

  public static final Duration DELAY_MAX = Duration.ofMinutes(5);

  /** On the port of the API, and no delay. */
  public static final HealthOptions DEFAULT =
      new HealthOptions(Optional.empty(), LOOPBACK, Duration.ZERO);

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if the delay is out of its bounds
   */
  public HealthOptions {
    require(stopDelay, Duration.ZERO, DELAY_MAX, "stop-delay");
  }

  public HealthOptions withManagementPort(int port) {
    return new HealthOptions(Optional.of(port), managementHost, stopDelay);
  }

  public HealthOptions withManagementHost(String host) {
    return new HealthOptions(managementPort, host, stopDelay);
  }

  public HealthOptions withStopDelay(Duration delay) {
    return new HealthOptions(managementPort, managementHost, delay);
  }
}
