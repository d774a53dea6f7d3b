package dev.pixstream.server.telemetry;

import dev.pixstream.server.tracing.TracingOptions;

/**
 * What a node tells.
 *
 * @param metrics whether it counts, and serves {@code /metrics}
 * @param tracing whether and where messages are traced
 */
public record TelemetryOptions(boolean metrics, TracingOptions tracing) {
  /** Metrics, and no traces. */
  public static final TelemetryOptions DEFAULT = new TelemetryOptions(true, TracingOptions.OFF);

  public TelemetryOptions withTracing(TracingOptions other) {
    return new TelemetryOptions(metrics, other);
  }
}
