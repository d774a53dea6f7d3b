package dev.pixstream.cli.serve;

import static dev.pixstream.core.model.Bounds.require;

import dev.pixstream.cli.terminal.Converters;
import dev.pixstream.postgres.link.StoreLimits;
import dev.pixstream.server.limits.Bounds;
import dev.pixstream.server.limits.LimitOptions;
import dev.pixstream.server.limits.Rate;
import dev.pixstream.server.limits.RateLimits;
import dev.pixstream.server.node.HealthOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How much may be asked of a node, and how it stops. */
final class LimitSettings {

  @Option(
      names = "--limits",
      paramLabel = "default|icom|off",
      defaultValue = "default",
      description = "Limits of traffic; icom: stored messages 750/s,3750. Default: default.")
  private LimitPreset preset = LimitPreset.DEFAULT;

  @Option(
      names = "--limit-pulls",
      paramLabel = "RATE",
      converter = RateSetting.Converter.class,
      description = "Pulls of an institution: 10000/s, 10000/s,20000 (with a burst) or off.")
  private Optional<RateSetting> pulls = Optional.empty();

  @Option(
      names = "--limit-stored",
      paramLabel = "RATE",
      converter = RateSetting.Converter.class,
      description = "Messages stored for an institution. Default: 50000/s.")
  private Optional<RateSetting> stored = Optional.empty();

  @Option(
      names = "--limit-stream-pulls",
      paramLabel = "RATE",
      converter = RateSetting.Converter.class,
      description = "Pulls of one stream. Default: 2000/s.")
  private Optional<RateSetting> streamPulls = Optional.empty();

  @Option(
      names = "--limit-nodes",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Nodes that divide an institution's limits; with Redis while it is away, 1 to 1000. Default: 1.")
  private int nodes = 1;

  @Option(
      names = "--backlog-max",
      paramLabel = "N",
      defaultValue = "10000000",
      converter = Converters.OfCount.class,
      description = "Undelivered messages that a lane may have, 1 or more. Default: 10000000.")
  private long backlogMax;

  @Option(
      names = "--connections-max",
      paramLabel = "N",
      description =
          "Open connections, 1 or more. Default: 1 for 11 KiB of half of the heap, for 48 KiB with TLS.")
  private Optional<Integer> connectionsMax = Optional.empty();

  @Option(
      names = "--requests-max",
      paramLabel = "N",
      defaultValue = "4000",
      description = "Requests under way, not counting those that wait, 1 or more. Default: 4000.")
  private int requestsMax;

  @Option(
      names = "--waiting-max",
      paramLabel = "N",
      defaultValue = "20000",
      description = "Requests that wait for messages, 1 or more. Default: 20000.")
  private int waitingMax;

  @Option(
      names = "--head-timeout",
      paramLabel = "TIME",
      defaultValue = "10s",
      converter = Converters.OfDuration.class,
      description = "For the first request's head on a connection, 100ms to 1h. Default: 10s.")
  private Duration headTimeout = Duration.ZERO;

  @Option(
      names = "--body-timeout",
      paramLabel = "TIME",
      defaultValue = "30s",
      converter = Converters.OfDuration.class,
      description = "For a request's body, 100ms to 1h. Default: 30s.")
  private Duration bodyTimeout = Duration.ZERO;

  @Option(
      names = "--idle-timeout",
      paramLabel = "TIME",
      defaultValue = "75s",
      converter = Converters.OfDuration.class,
      description = "For the next request on a connection, 100ms to 1h. Default: 75s.")
  private Duration idleTimeout = Duration.ZERO;

  @Option(
      names = "--write-timeout",
      paramLabel = "TIME",
      defaultValue = "15s",
      converter = Converters.OfDuration.class,
      description = "For a client that takes nothing of its response, 100ms to 1h. Default: 15s.")
  private Duration writeTimeout = Duration.ZERO;

  @Option(
      names = "--database-timeout",
      paramLabel = "TIME",
      defaultValue = "5s",
      converter = Converters.OfDuration.class,
      description = "For PostgreSQL to answer a request's call, 100ms to 1m. Default: 5s.")
  private Duration databaseTimeout = Duration.ZERO;

  @Option(
      names = "--stop-delay",
      paramLabel = "TIME",
      defaultValue = "0s",
      converter = Converters.OfDuration.class,
      description = "How long it is not ready, and serves, before it stops, 0s to 5m. Default: 0s.")
  private Duration stopDelay = Duration.ZERO;

  @Option(
      names = "--stop-within",
      paramLabel = "TIME",
      defaultValue = "10s",
      converter = Converters.OfDuration.class,
      description = "For responses and jobs under way, when it stops, 100ms to 1h. Default: 10s.")
  private Duration stopWithin = Duration.ZERO;

  @Option(
      names = "--management-port",
      paramLabel = "PORT",
      converter = Converters.OfPort.class,
      description = "Serve health and metrics there, not on --port; 0 for any free one.")
  private Optional<Integer> managementPort = Optional.empty();

  @Option(
      names = "--management-host",
      paramLabel = "HOST",
      defaultValue = HealthOptions.LOOPBACK,
      description = "The address of --management-port. Default: 127.0.0.1.")
  private String managementHost = HealthOptions.LOOPBACK;

  LimitOptions limits(CommandLine command) {
    return checked(
        command,
        () ->
            new LimitOptions(
                new RateLimits(
                    rate(pulls, preset.limits()::pulls),
                    rate(stored, preset.limits()::stored),
                    rate(streamPulls, preset.limits()::streamPulls),
                    nodes),
                new Bounds(
                    connectionsMax,
                    requestsMax,
                    waitingMax,
                    Bounds.DEFAULT.bodyBytesMax(),
                    Bounds.DEFAULT.clientBytesMax(),
                    headTimeout,
                    bodyTimeout,
                    idleTimeout,
                    writeTimeout),
                new StoreLimits(backlogMax, databaseTimeout)));
  }

  HealthOptions health(CommandLine command) {
    return checked(command, () -> new HealthOptions(managementPort, managementHost, stopDelay));
  }

  Duration stopWithin(CommandLine command) {
    return checked(
        command,
        () -> {
          require(stopWithin, Bounds.TIMEOUT_MIN, Bounds.TIMEOUT_MAX, "stop-within");
          return stopWithin;
        });
  }

  private static Optional<Rate> rate(
      Optional<RateSetting> setting, Supplier<Optional<Rate>> preset) {
    return setting.map(RateSetting::rate).orElseGet(preset);
  }

  private static <T> T checked(CommandLine command, Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command, "Invalid value for an option: --" + e.getMessage());
    }
  }
}
