package dev.pixstream.cli.fault;

import dev.pixstream.cli.remote.AdminClient;
import dev.pixstream.cli.remote.TimeoutOption;
import dev.pixstream.cli.remote.UrlOption;
import dev.pixstream.cli.terminal.Converters;
import dev.pixstream.cli.terminal.JsonOption;
import dev.pixstream.cli.terminal.Version;
import dev.pixstream.core.model.Ispb;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists faults. */
@Command(
    name = "list",
    description = "Lists the active faults and how often each has happened.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class FaultListCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Mixin private UrlOption server = new UrlOption();
  @Mixin private TimeoutOption timeout = new TimeoutOption();

  @Option(
      names = "--ispb",
      paramLabel = "ISPB",
      converter = Converters.OfIspb.class,
      description = "Only those ordered for this institution.")
  private Optional<Ispb> ispb = Optional.empty();

  @Mixin private JsonOption json = new JsonOption();

  @Override
  public Integer call() throws InterruptedException {
    server.checkReachable();
    try (var client = new AdminClient(server.url(), server.access(), timeout.value())) {
      var answer = client.json(client.get(FaultCommand.PATH));
      FaultCommand.print(answer, ispb, json.isOn(), spec.commandLine().getOut());
    }
    return 0;
  }
}
