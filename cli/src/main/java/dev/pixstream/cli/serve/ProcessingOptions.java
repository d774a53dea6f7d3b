package dev.pixstream.cli.serve;

import dev.pixstream.cli.remote.RetryOptions;
import dev.pixstream.cli.settings.Switch;
import dev.pixstream.cli.terminal.Converters;
import dev.pixstream.core.processing.WorkerRules;
import dev.pixstream.server.node.WorkerOptions;
import dev.pixstream.server.processing.ProcessorOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What becomes of confirmed messages. */
final class ProcessingOptions {

  @Option(
      names = "--worker",
      paramLabel = "on|off",
      defaultValue = "on",
      description = "Whether this node processes what was confirmed. Default: on.")
  private Switch worker = Switch.ON;

  @Option(
      names = "--worker-concurrency",
      paramLabel = "N",
      description =
          "How many jobs run at the same time, 1 to 50. Default: for the ledger one for two cores,"
              + " so that collectors come first; else 4.")
  private Optional<Integer> concurrency = Optional.empty();

  @Option(
      names = "--worker-messages-max",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many messages a job holds at most, 1 to 10000. Default: 1000.")
  private int messagesMax;

  @Option(
      names = "--worker-visibility",
      paramLabel = "TIME",
      defaultValue = "30s",
      converter = Converters.OfDuration.class,
      description =
          "When the jobs of a node that died are taken by another, 100ms to 1h. Default: 30s.")
  private Duration visibility = Duration.ZERO;

  @Option(
      names = "--processor",
      paramLabel = "NAME",
      defaultValue = "ledger",
      description = "ledger, webhook, or the name of your own. Default: ledger.")
  private String processor = "";

  @Option(
      names = "--processor-setting",
      paramLabel = "KEY=VALUE",
      split = ";",
      description = "A setting of your own processor. Several are separated by ';'.")
  private Map<String, String> settings = new HashMap<>();

  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      converter = Converters.OfPath.class,
      description = "A directory of jars with processors of your own.")
  private Optional<Path> plugins = Optional.empty();

  @Mixin private RetryOptions retries = new RetryOptions();
  @Mixin private WebhookOptions webhook = new WebhookOptions();

  WorkerOptions worker(CommandLine command) {
    if (!processor.equals("webhook") && !webhook.settings().isEmpty()) {
      throw new ParameterException(command, "--webhook-… needs --processor webhook");
    }
    try {
      var rules =
          new WorkerRules(
              concurrency.orElseGet(this::usual), messagesMax, visibility, retries.policy());
      var all = new HashMap<>(settings);
      if (processor.equals("webhook")) {
        all.putAll(webhook.settings());
      }
      return new WorkerOptions(worker.isOn(), rules, new ProcessorOptions(processor, all, plugins));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command, "Invalid value for an option: --" + e.getMessage());
    }
  }

  /** The ledger keeps PostgreSQL busy, others mostly wait for somebody else. */
  private int usual() {
    return processor.equals("ledger")
        ? Math.max(1, Runtime.getRuntime().availableProcessors() / 2)
        : WorkerRules.DEFAULT.concurrency();
  }
}
