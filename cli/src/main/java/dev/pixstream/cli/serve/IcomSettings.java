package dev.pixstream.cli.serve;

import dev.pixstream.cli.settings.Switch;
import dev.pixstream.cli.terminal.Converters;
import dev.pixstream.server.dialect.icom.IcomOptions;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The dialect of the ICOM. */
final class IcomSettings {

  @Option(
      names = "--icom",
      paramLabel = "on|off",
      defaultValue = "off",
      description = "Whether lanes of the ICOM can be read below /api/v1/out. Default: off.")
  private Switch icom = Switch.OFF;

  @Option(
      names = "--icom-wait",
      paramLabel = "TIME",
      defaultValue = "5s",
      converter = Converters.OfDuration.class,
      description = "How long a read of the ICOM waits for a message, 100ms to 8s. Default: 5s.")
  private Duration waitMax = Duration.ZERO;

  IcomOptions options(CommandLine command) {
    try {
      return new IcomOptions(icom.isOn(), waitMax);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command, "Invalid value for an option: --" + e.getMessage());
    }
  }
}
