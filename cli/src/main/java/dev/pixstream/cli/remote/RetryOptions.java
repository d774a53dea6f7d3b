package dev.pixstream.cli.remote;

import dev.pixstream.cli.terminal.Converters;
import dev.pixstream.core.processing.RetryPolicy;
import java.time.Duration;
import picocli.CommandLine.Option;

/** When a message whose processing failed is processed again. */
public final class RetryOptions {

  @Option(
      names = "--retry-first",
      paramLabel = "TIME",
      defaultValue = "1s",
      converter = Converters.OfDuration.class,
      description = "At most after this time first, then twice as long, 1ms to 1h. Default: 1s.")
  private Duration first = Duration.ZERO;

  @Option(
      names = "--retry-max",
      paramLabel = "TIME",
      defaultValue = "5m",
      converter = Converters.OfDuration.class,
      description = "Never later than after this time, at most 24h. Default: 5m.")
  private Duration max = Duration.ZERO;

  @Option(
      names = "--retry-attempts",
      paramLabel = "N",
      defaultValue = "8",
      description = "Attempts before it goes to the dead letters, 1 to 100. Default: 8.")
  private int attempts;

  public RetryPolicy policy() {
    return new RetryPolicy(first, max, attempts);
  }
}
