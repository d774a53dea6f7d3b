package dev.pixstream.cli;

import dev.pixstream.core.processing.RetryPolicy;
import java.time.Duration;
import picocli.CommandLine.Option;

/** When a message whose processing failed is processed again. */
final class RetryOptions {

  @Option(
      names = "--retry-first",
      paramLabel = "TIME",
      defaultValue = "1s",
      converter = Converters.OfDuration.class,
      description = "At most after this time the first time, then twice as long. Default: 1s.")
  private Duration first = Duration.ZERO;

  @Option(
      names = "--retry-max",
      paramLabel = "TIME",
      defaultValue = "5m",
      converter = Converters.OfDuration.class,
      description = "Never later than after this time. Default: 5m.")
  private Duration max = Duration.ZERO;

  @Option(
      names = "--retry-attempts",
      paramLabel = "N",
      defaultValue = "8",
      description = "How many attempts before it goes to the dead letters. Default: 8.")
  private int attempts;

  RetryPolicy policy() {
    return new RetryPolicy(first, max, attempts);
  }
}
