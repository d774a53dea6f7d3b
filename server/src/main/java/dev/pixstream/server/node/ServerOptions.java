package dev.pixstream.server.node;

import dev.pixstream.core.store.StreamRules;
import dev.pixstream.server.dialect.icom.IcomOptions;
import dev.pixstream.server.limits.LimitOptions;
import dev.pixstream.server.security.authentication.SecurityOptions;
import dev.pixstream.server.telemetry.TelemetryOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

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
 * @param icom whether and how it speaks the dialect of the ICOM
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
    TelemetryOptions telemetry,
    IcomOptions icom) {
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
          TelemetryOptions.DEFAULT,
          IcomOptions.OFF);

  public ServerOptions withHost(String other) {
    return with(copy -> copy.host = other);
  }

  public ServerOptions withPort(int other) {
    return with(copy -> copy.port = other);
  }

  public ServerOptions withRules(StreamRules other) {
    return with(copy -> copy.rules = other);
  }

  public ServerOptions withGenerator(boolean other) {
    return with(copy -> copy.generator = other);
  }

  public ServerOptions withWorker(WorkerOptions other) {
    return with(copy -> copy.worker = other);
  }

  public ServerOptions withStopWithin(Duration other) {
    return with(copy -> copy.stopWithin = other);
  }

  public ServerOptions withRetention(Optional<Duration> other) {
    return with(copy -> copy.retention = other);
  }

  public ServerOptions withFaults(boolean other) {
    return with(copy -> copy.faults = other);
  }

  public ServerOptions withSecurity(SecurityOptions other) {
    return with(copy -> copy.security = other);
  }

  public ServerOptions withLimits(LimitOptions other) {
    return with(copy -> copy.limits = other);
  }

  public ServerOptions withHealth(HealthOptions other) {
    return with(copy -> copy.health = other);
  }

  public ServerOptions withTelemetry(TelemetryOptions other) {
    return with(copy -> copy.telemetry = other);
  }

  public ServerOptions withIcom(IcomOptions other) {
    return with(copy -> copy.icom = other);
  }

  private ServerOptions with(Consumer<Copy> change) {
    var copy = new Copy(this);
    change.accept(copy);
    return copy.options();
  }

  /** All that one of the methods above may change. */
  private static final class Copy {
    private String host;
    private int port;
    private StreamRules rules;
    private boolean generator;
    private WorkerOptions worker;
    private Duration stopWithin;
    private Optional<Duration> retention;
    private boolean faults;
    private SecurityOptions security;
    private LimitOptions limits;
    private HealthOptions health;
    private TelemetryOptions telemetry;
    private IcomOptions icom;

    Copy(ServerOptions from) {
      host = from.host;
      port = from.port;
      rules = from.rules;
      generator = from.generator;
      worker = from.worker;
      stopWithin = from.stopWithin;
      retention = from.retention;
      faults = from.faults;
      security = from.security;
      limits = from.limits;
      health = from.health;
      telemetry = from.telemetry;
      icom = from.icom;
    }

    ServerOptions options() {
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
          telemetry,
          icom);
    }
  }
}
