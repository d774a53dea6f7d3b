package dev.pixstream.server;

import dev.pixstream.core.StreamRules;
import dev.pixstream.server.limits.LimitOptions;
import dev.pixstream.server.security.SecurityOptions;
import dev.pixstream.server.telemetry.TelemetryOptions;
import java.time.Duration;
import java.util.Optional;

/**
 * How one node serves.
 *
 * @param host the address to listen on
 * @param port 0 for any free one
 * @param rules waits, leases and how many streams
 * @param generator whether random messages may be stored over HTTP
 * @param worker what becomes of confirmed messages
 * @param stopWithin how long a stop waits for responses and jobs under way
 * @param retention how long messages are kept after their processing; empty: for ever
 * @param faults whether faults may be ordered over HTTP, for tests of collectors
 * @param security who may come in
 * @param limits how much may be asked of it
 * @param health how it tells that it is well
 * @param telemetry what it tells
 */
public record ServerOptions(
    String host,
    int port,
    StreamRules rules,
    boolean generator,
    WorkerOptions worker,
    Duration stopWithin,
    Optional<Duration> retention,
    boolean faults,
    SecurityOptions security,
    LimitOptions limits,
    HealthOptions health,
    TelemetryOptions telemetry) {
  /**
   * On loopback, any free port, the contract's rules, the generator on, a worker, and nothing
   * removed.
   */
  public static final ServerOptions DEFAULT =
      new ServerOptions(
          "127.0.0.1",
          0,
          StreamRules.DEFAULT,
          true,
          WorkerOptions.DEFAULT,
          Duration.ofSeconds(10),
          Optional.empty(),
          false,
          SecurityOptions.NONE,
          LimitOptions.DEFAULT,
          HealthOptions.DEFAULT,
          TelemetryOptions.DEFAULT);

  public ServerOptions withHost(String other) {
    return new ServerOptions(
        other,
        port,
        rules,
        generator,
        worker,
        stopWithin,
        retention,
        faults,
        security,
        limits,
        health,
        telemetry);
  }

  public ServerOptions withPort(int other) {
    return new ServerOptions(
        host,
        other,
        rules,
        generator,
        worker,
        stopWithin,
        retention,
        faults,
        security,
        limits,
        health,
        telemetry);
  }

  public ServerOptions withRules(StreamRules other) {
    return new ServerOptions(
        host,
        port,
        other,
        generator,
        worker,
        stopWithin,
        retention,
        faults,
        security,
        limits,
        health,
        telemetry);
  }

  public ServerOptions withGenerator(boolean other) {
    return new ServerOptions(
        host,
        port,
        rules,
        other,
        worker,
        stopWithin,
        retention,
        faults,
        security,
        limits,
        health,
        telemetry);
  }

  public ServerOptions withWorker(WorkerOptions other) {
    return new ServerOptions(
        host,
        port,
        rules,
        generator,
        other,
        stopWithin,
        retention,
        faults,
        security,
        limits,
        health,
        telemetry);
  }

  public ServerOptions withStopWithin(Duration other) {
    return new ServerOptions(
        host, port, rules, generator, worker, other, retention, faults, security, limits, health,
        telemetry);
  }

  public ServerOptions withRetention(Optional<Duration> other) {
    return new ServerOptions(
        host,
        port,
        rules,
        generator,
        worker,
        stopWithin,
        other,
        faults,
        security,
        limits,
        health,
        telemetry);
  }

  public ServerOptions withFaults(boolean other) {
    return new ServerOptions(
        host,
        port,
        rules,
        generator,
        worker,
        stopWithin,
        retention,
        other,
        security,
        limits,
        health,
        telemetry);
  }

  public ServerOptions withSecurity(SecurityOptions other) {
    return new ServerOptions(
        host,
        port,
        rules,
        generator,
        worker,
        stopWithin,
        retention,
        faults,
        other,
        limits,
        health,
        telemetry);
  }

  public ServerOptions withLimits(LimitOptions other) {
    return new ServerOptions(
        host,
        port,
        rules,
        generator,
        worker,
        stopWithin,
        retention,
        faults,
        security,
        other,
        health,
        telemetry);
  }

  public ServerOptions withHealth(HealthOptions other) {
    return new ServerOptions(
        host,
        port,
        rules,
        generator,
        worker,
        stopWithin,
        retention,
        faults,
        security,
        limits,
        other,
        telemetry);
  }

  public ServerOptions withTelemetry(TelemetryOptions other) {
    return new ServerOptions(
        host,
        port,
        rules,
        generator,
        worker,
        stopWithin,
        retention,
        faults,
        security,
        limits,
        health,
        other);
  }
}
