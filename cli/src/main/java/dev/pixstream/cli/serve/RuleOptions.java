package dev.pixstream.cli.serve;

import dev.pixstream.cli.terminal.Converters;
import dev.pixstream.core.store.StreamRules;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The bounds of the protocol. */
final class RuleOptions {

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      defaultValue = "8s",
      converter = Converters.OfDuration.class,
      description = "How long a pull waits for a message, at most 8s. Default: 8s.")
  private Duration waitMax = Duration.ZERO;

  @Option(
      names = "--lease",
      paramLabel = "TIME",
      defaultValue = "60s",
      converter = Converters.OfDuration.class,
      description =
          "How long a stream may stay away before its messages go back, 100ms to 1h. Default: 60s.")
  private Duration lease = Duration.ZERO;

  @Option(
      names = "--grace",
      paramLabel = "TIME",
      defaultValue = "5s",
      converter = Converters.OfDuration.class,
      description = "The same if a response could not be written, 50ms to 1h. Default: 5s.")
  private Duration grace = Duration.ZERO;

  @Option(
      names = "--streams-max",
      paramLabel = "N",
      defaultValue = "6",
      description = "How many streams an institution may have open, 1 to 6. Default: 6.")
  private int streamsMax;

  StreamRules rules(CommandLine command) {
    try {
      return new StreamRules(waitMax, lease, grace, streamsMax);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command, "Invalid value for an option: --" + e.getMessage());
    }
  }
}
