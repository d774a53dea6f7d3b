package dev.pixstream.cli.serve;

import dev.pixstream.cli.settings.Switch;
import dev.pixstream.cli.terminal.Converters;
import dev.pixstream.server.outgoing.HttpAddress;
import dev.pixstream.server.telemetry.TelemetryOptions;
import dev.pixstream.server.tracing.TracingOptions;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What a node tells. */
final class TelemetrySettings {

  @Option(
      names = "--trace-url",
      paramLabel = "URL",
      converter = OfReceiver.class,
      description =
          "Where traces are sent: an OTLP receiver over HTTP, http://host:4318/v1/traces."
              + " Default: none are made.")
  private Optional<URI> url = Optional.empty();

  @Option(
      names = "--trace-ratio",
      paramLabel = "SHARE",
      defaultValue = "0.01",
      converter = OfShare.class,
      description = "The share of messages that are traced, 0 to 1. Default: 0.01.")
  private double ratio;

  @Option(
      names = "--metrics",
      paramLabel = "on|off",
      defaultValue = "on",
      description = "Whether it counts what it does and serves /metrics. Default: on.")
  private Switch metrics = Switch.ON;

  TelemetryOptions options() {
    return new TelemetryOptions(metrics.isOn(), new TracingOptions(url, ratio));
  }

  /** An OTLP receiver's address, with its path. */
  static final class OfReceiver implements ITypeConverter<URI> {
    @Override
    public URI convert(String value) {
      var address = HttpAddress.parse(value);
      if (address.isPresent() && value.matches("[a-z]+://[^/?#@\\s]+/[^?#@\\s]+")) {
        if (address.get().uri().getHost() == null) {
          throw new TypeConversionException(
              "traces can't be sent to the name "
                  + address.get().host()
                  + ": give the receiver a name of letters, digits, '-' and '.'");
        }
        return address.get().uri();
      }
      throw Converters.expected("an address such as http://127.0.0.1:4318/v1/traces", value);
    }
  }

  /** A share. */
  static final class OfShare implements ITypeConverter<Double> {
    @Override
    public Double convert(String value) {
      if (!value.matches("0|1|[01]\\.[0-9]{1,9}") || Double.parseDouble(value) > 1) {
        throw Converters.expected("a share from 0 to 1, such as 0.01,", value);
      }
      return Double.valueOf(value);
    }
  }
}
