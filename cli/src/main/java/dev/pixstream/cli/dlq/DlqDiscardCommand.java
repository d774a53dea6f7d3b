package dev.pixstream.cli.dlq;

import dev.pixstream.cli.remote.AdminClient;
import dev.pixstream.cli.remote.IspbOption;
import dev.pixstream.cli.remote.TimeoutOption;
import dev.pixstream.cli.remote.UrlOption;
import dev.pixstream.cli.terminal.Converters;
import dev.pixstream.cli.terminal.JsonOption;
import dev.pixstream.cli.terminal.Version;
import dev.pixstream.core.pix.EndToEndId;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Gives a dead letter up. */
@Command(
    name = "discard",
    description = "Gives a dead letter up, for good. The reason is kept.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class DlqDiscardCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Mixin private UrlOption server = new UrlOption();
  @Mixin private TimeoutOption timeout = new TimeoutOption();
  @Mixin private IspbOption institution = new IspbOption();
  @Mixin private JsonOption json = new JsonOption();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "Why, at most 500 characters.")
  private String reason = "";

  @Parameters(
      paramLabel = "ENDTOENDID",
      converter = Converters.OfEndToEndId.class,
      description = "Which message.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private EndToEndId id;

  @Override
  public Integer call() throws InterruptedException {
    server.checkReachable();
    JsonObject done;
    try (var client = new AdminClient(server.url(), server.access(), timeout.value())) {
      done =
          client.post(
              DlqCommand.PATH + "/" + institution.ispb() + "/" + id + "/discard",
              new JsonObject().put("reason", reason));
    }
    var line = done.getBoolean("changed") ? "discarded " + id : id + " was discarded before";
    spec.commandLine().getOut().println(json.isOn() ? done.encode() : line);
    spec.commandLine().getOut().flush();
    return 0;
  }
}
