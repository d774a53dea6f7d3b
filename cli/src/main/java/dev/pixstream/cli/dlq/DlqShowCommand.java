package dev.pixstream.cli.dlq;

import dev.pixstream.cli.remote.AdminClient;
import dev.pixstream.cli.remote.IspbOption;
import dev.pixstream.cli.remote.TimeoutOption;
import dev.pixstream.cli.remote.UrlOption;
import dev.pixstream.cli.terminal.Converters;
import dev.pixstream.cli.terminal.JsonOption;
import dev.pixstream.cli.terminal.Printable;
import dev.pixstream.cli.terminal.Version;
import dev.pixstream.core.pix.EndToEndId;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows one dead letter. */
@Command(
    name = "show",
    description = "Shows a dead letter: its error, what was done with it, and its message.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class DlqShowCommand implements Callable<Integer> {

  private static final List<String> MEMBERS =
      List.of(
          "ispb",
          "endToEndId",
          "sequence",
          "state",
          "errorClass",
          "errorMessage",
          "attempts",
          "firstFailed",
          "lastFailed");

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Mixin private UrlOption server = new UrlOption();
  @Mixin private TimeoutOption timeout = new TimeoutOption();
  @Mixin private IspbOption institution = new IspbOption();
  @Mixin private JsonOption json = new JsonOption();

  @Parameters(
      paramLabel = "ENDTOENDID",
      converter = Converters.OfEndToEndId.class,
      description = "Which message.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private EndToEndId id;

  @Override
  public Integer call() throws InterruptedException {
    server.checkReachable();
    var out = spec.commandLine().getOut();
    try (var client = new AdminClient(server.url(), server.access(), timeout.value())) {
      var body = client.get(DlqCommand.PATH + "/" + institution.ispb() + "/" + id);
      if (json.isOn()) {
        out.println(body);
      } else {
        print(client.json(body), body, out);
      }
    }
    out.flush();
    return 0;
  }

  private static void print(JsonObject letter, String body, PrintWriter out) {
    for (var member : MEMBERS) {
      out.println(member + ": " + Printable.text(String.valueOf(letter.getValue(member))));
    }
    var audit = letter.getJsonArray("audit");
    for (int i = 0; i < audit.size(); i++) {
      var action = audit.getJsonObject(i);
      var reason = action.getString("reason");
      out.println(
          String.format(
              Locale.ROOT,
              "%s: %s after %d attempts, %s%s",
              action.getString("action"),
              action.getString("acted"),
              action.getInteger("attempts"),
              action.getString("errorClass"),
              reason == null ? "" : "; " + Printable.text(reason)));
    }
    // The stored bytes, not a copy whose amounts were read.
    var mark = "\"message\":";
    out.println(
        "message: " + body.substring(body.lastIndexOf(mark) + mark.length(), body.length() - 1));
  }
}
