package dev.pixstream.cli.fault;

import dev.pixstream.cli.remote.AdminClient;
import dev.pixstream.cli.remote.TimeoutOption;
import dev.pixstream.cli.remote.UrlOption;
import dev.pixstream.cli.terminal.CommandFailure;
import dev.pixstream.cli.terminal.Converters;
import dev.pixstream.cli.terminal.JsonOption;
import dev.pixstream.cli.terminal.Version;
import dev.pixstream.core.model.Ispb;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Does away with faults. */
@Command(
    name = "clear",
    description = "Clears all faults, those of an institution, or some.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class FaultClearCommand implements Callable<Integer> {

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

  @Parameters(
      paramLabel = "ID",
      arity = "0..*",
      converter = Converters.OfCount.class,
      description = "Which ones, as they are listed.")
  private List<Long> ids = List.of();

  @Override
  public Integer call() throws InterruptedException {
    if (ispb.isPresent() && !ids.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "Expected either --ispb or ID");
    }
    server.checkReachable();
    int cleared = 0;
    try (var client = new AdminClient(server.url(), server.access(), timeout.value())) {
      if (ids.isEmpty()) {
        var query = ispb.map(value -> "?ispb=" + value).orElse("");
        cleared = client.delete(FaultCommand.PATH + query).getInteger("cleared");
      }
      for (var id : ids) {
        cleared += client.delete(FaultCommand.PATH + "/" + id).getInteger("cleared");
      }
    }
    var out = spec.commandLine().getOut();
    out.println(
        json.isOn() ? new JsonObject().put("cleared", cleared).encode() : "cleared " + cleared);
    out.flush();
    return cleared < ids.size() ? CommandFailure.FAILED : 0;
  }
}
