package dev.pixstream.cli.dlq;

import dev.pixstream.cli.remote.AdminClient;
import dev.pixstream.cli.remote.IspbOption;
import dev.pixstream.cli.remote.TimeoutOption;
import dev.pixstream.cli.remote.UrlOption;
import dev.pixstream.cli.terminal.CommandFailure;
import dev.pixstream.cli.terminal.Converters;
import dev.pixstream.cli.terminal.JsonOption;
import dev.pixstream.cli.terminal.Version;
import dev.pixstream.core.pix.EndToEndId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has dead letters processed again. */
@Command(
    name = "replay",
    description = "Has dead letters processed again, at once and with all their attempts.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class DlqReplayCommand implements Callable<Integer> {

  private static final int NAMES_MAX = 1_000;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Mixin private UrlOption server = new UrlOption();
  @Mixin private TimeoutOption timeout = new TimeoutOption();
  @Mixin private IspbOption institution = new IspbOption();
  @Mixin private JsonOption json = new JsonOption();

  @Option(names = "--all", description = "All of the institution.")
  private boolean all;

  @Parameters(
      paramLabel = "ENDTOENDID",
      arity = "0..*",
      converter = Converters.OfEndToEndId.class,
      description = "Which messages.")
  private List<EndToEndId> ids = List.of();

  @Override
  public Integer call() throws InterruptedException {
    if (all != ids.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "Expected either --all or one or more ENDTOENDID");
    }
    if (ids.size() > NAMES_MAX) {
      throw new ParameterException(
          spec.commandLine(), "Expected at most " + NAMES_MAX + " ENDTOENDID");
    }
    server.checkReachable();
    try (var client = new AdminClient(server.url(), server.access(), timeout.value())) {
      return all ? replayAll(client) : replayThese(client);
    }
  }

  private int replayThese(AdminClient client) throws InterruptedException {
    var names = new JsonArray();
    for (var id : ids) {
      names.add(
          new JsonObject().put("ispb", institution.ispb().value()).put("endToEndId", id.value()));
    }
    var done = client.post(DlqCommand.PATH + "/replay", new JsonObject().put("messages", names));
    int refused = done.getInteger("discarded") + done.getInteger("unknown");
    tell(
        done,
        String.format(
            Locale.ROOT,
            "replayed %d, replayed before %d, discarded before %d, unknown %d",
            done.getInteger("replayed"),
            done.getInteger("unchanged"),
            done.getInteger("discarded"),
            done.getInteger("unknown")));
    return refused == 0 ? 0 : CommandFailure.FAILED;
  }

  private int replayAll(AdminClient client) throws InterruptedException {
    var request = new JsonObject().put("ispb", institution.ispb().value());
    long replayed = 0;
    JsonObject done;
    do {
      done = client.post(DlqCommand.PATH + "/replay", request);
      replayed += done.getInteger("replayed");
      request.put("until", done.getString("until"));
    } while (done.getBoolean("more"));
    tell(new JsonObject().put("replayed", replayed), "replayed " + replayed);
    return 0;
  }

  private void tell(JsonObject done, String line) {
    var out = spec.commandLine().getOut();
    out.println(json.isOn() ? done.encode() : line);
    out.flush();
  }
}
