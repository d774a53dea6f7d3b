package dev.pixstream.cli.check;

import dev.pixstream.check.http.Header;
import dev.pixstream.check.trial.CheckSettings;
import dev.pixstream.cli.remote.AccessOptions;
import dev.pixstream.cli.terminal.Converters;
import dev.pixstream.core.model.Ispb;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What a check has to know of a server. */
final class CheckOptions {

  private static final String PATH = "(/[A-Za-z0-9._~-]+)*";

  @Option(
      names = "--base-path",
      paramLabel = "PATH",
      defaultValue = "/api/pix",
      description = "What comes before the ISPB in paths. Default: /api/pix.")
  private String basePath = "";

  @Option(
      names = "--generator-path",
      paramLabel = "PATH",
      defaultValue = "/api/util/msgs",
      description = "The same for the generator of random messages. Default: /api/util/msgs.")
  private String generatorPath = "";

  @Option(names = "--no-generator", description = "The server has no generator.")
  private boolean noGenerator;

  @Option(
      names = "--ispb",
      paramLabel = "ISPB",
      split = ",",
      converter = Converters.OfIspb.class,
      description = "Use these lanes and empty them. Two are enough. Default: random ones.")
  private List<Ispb> ispbs = List.of();

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      converter = Converters.OfServerTime.class,
      description =
          "How long an idle pull waits on that server, at most 1h. Default: anything up to 8s.")
  private Optional<Duration> idleWait = Optional.empty();

  @Option(
      names = "--lease",
      paramLabel = "TIME",
      defaultValue = "60s",
      converter = Converters.OfServerTime.class,
      description = "How long a stream may stay away on that server, at most 1h. Default: 60s.")
  private Duration lease = Duration.ZERO;

  @Option(
      names = "--patience",
      paramLabel = "TIME",
      defaultValue = "10s",
      converter = Converters.OfServerTime.class,
      description = "How long a check may wait for leases to end, at most 1h. Default: 10s.")
  private Duration patience = Duration.ZERO;

  @Option(
      names = "--header",
      paramLabel = "NAME:VALUE",
      description = "Send this with each request, such as 'Authorization: Bearer ...'.")
  private List<String> headers = List.of();

  @Mixin private AccessOptions access = new AccessOptions();

  CheckSettings settings(CommandLine command, URI url) {
    var generator =
        noGenerator
            ? Optional.<String>empty()
            : Optional.of(path(command, "--generator-path", generatorPath));
    return CheckSettings.of(url)
        .withPaths(path(command, "--base-path", basePath), generator)
        .withIspbs(ispbs.stream().map(Ispb::value).toList())
        .withTimes(idleWait, lease, patience)
        .withTls(access.access().tls())
        .withHeaders(headers(command));
  }

  private static String path(CommandLine command, String option, String value) {
    if (!value.matches(PATH)) {
      throw new ParameterException(
          command,
          "Invalid value for option '%s': expected a path such as /api/pix but was '%s'"
              .formatted(option, value));
    }
    return value;
  }

  private List<Header> headers(CommandLine command) {
    var all = new ArrayList<Header>();
    for (var header : headers) {
      int colon = header.indexOf(':');
      if (colon < 1 || !header.matches("\\p{Print}+")) {
        // The value may be a secret, so it is not repeated.
        throw new ParameterException(
            command, "Invalid value for option '--header': expected 'Name: value'");
      }
      all.add(new Header(header.substring(0, colon).strip(), header.substring(colon + 1).strip()));
    }
    access
        .access()
        .header()
        .ifPresent((shown) -> all.add(new Header(shown.getKey(), shown.getValue())));
    return all;
  }
}
