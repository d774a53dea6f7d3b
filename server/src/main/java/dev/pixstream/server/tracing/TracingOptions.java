package dev.pixstream.server.tracing;

import java.net.URI;
import java.util.Optional;

/**
 * Whether and where messages are traced.
 *
 * @param url where an OTLP receiver takes traces over HTTP, such as {@code
 *     http://127.0.0.1:4318/v1/traces}; empty: nothing is traced
 * @param ratio the share of messages that are traced, 0 to 1
 */
public record TracingOptions(Optional<URI> url, double ratio) {
  /** Nothing is traced. */
  public static final TracingOptions OFF = new TracingOptions(Optional.empty(), 0.01);
}
