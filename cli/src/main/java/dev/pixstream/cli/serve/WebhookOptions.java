package dev.pixstream.cli.serve;

import dev.pixstream.cli.terminal.Converters;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The settings of the processor webhook, which reads and checks them itself. */
final class WebhookOptions {

  @Option(
      names = "--webhook-url",
      paramLabel = "URL",
      description = "Where the processor webhook POSTs each message to.")
  private Optional<String> url = Optional.empty();

  @Option(
      names = "--webhook-secret-file",
      paramLabel = "FILE",
      description = "A file with the key of its signature, at least 16 characters.")
  private Optional<String> secretFile = Optional.empty();

  @Option(
      names = "--webhook-secret",
      paramLabel = "TEXT",
      description = "The key itself. Others see it here; set PIXSTREAM_WEBHOOK_SECRET instead.")
  private Optional<String> secret = Optional.empty();

  @Option(
      names = "--webhook-timeout",
      paramLabel = "TIME",
      converter = Converters.OfWebhookTimeout.class,
      description = "For one message, 1ms to 300s. Default: 10s.")
  private Optional<Duration> timeout = Optional.empty();

  @Option(
      names = "--webhook-parallel",
      paramLabel = "N",
      description = "How many messages of a job at the same time, 1 to 100. Default: 8.")
  private Optional<String> parallel = Optional.empty();

  Map<String, String> settings() {
    var settings = new HashMap<String, String>();
    url.ifPresent(value -> settings.put("url", value));
    secretFile.ifPresent(value -> settings.put("secret-file", value));
    secret.ifPresent(value -> settings.put("secret", value));
    timeout.ifPresent(value -> settings.put("timeout", value.toMillis() + "ms"));
    parallel.ifPresent(value -> settings.put("parallel", value));
    return settings;
  }
}
