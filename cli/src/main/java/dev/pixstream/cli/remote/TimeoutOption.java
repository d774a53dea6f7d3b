package dev.pixstream.cli.remote;

import dev.pixstream.cli.terminal.Converters;
import java.time.Duration;
import picocli.CommandLine.Option;

/** For how long a command waits for a server that does not answer. */
public final class TimeoutOption {

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "2m",
      converter = Converters.OfAnswerTime.class,
      description = "Give up after this long without an answer, 1s to 1h. Default: 2m.")
  private Duration value = Duration.ZERO;

  public Duration value() {
    return value;
  }
}
