package dev.pixstream.cli.check;

import dev.pixstream.cli.remote.AdminClient;
import dev.pixstream.cli.remote.TimeoutOption;
import dev.pixstream.cli.remote.UrlOption;
import dev.pixstream.cli.terminal.CommandFailure;
import dev.pixstream.cli.terminal.Converters;
import dev.pixstream.cli.terminal.JsonOption;
import dev.pixstream.cli.terminal.Printable;
import dev.pixstream.cli.terminal.Version;
import dev.pixstream.core.model.Ispb;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks the invariant partition on a live installation. */
@Command(
    name = "verify",
    description = "Checks that each message of a live installation is in exactly one place.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Beyond the head, in one leased batch, returned, or confirmed; and that no lane has",
      "more than six streams open or a head beyond its tail. A line for each violation, then",
      "one with what was looked at. It changes nothing and holds nobody up, so it can run",
      "at any time. The status is 0 if all is well, 1 if not, 2 if it could not look.",
      "",
      "Examples:",
      "  pixstream verify",
      "  pixstream verify http://127.0.0.1:8080 --ispb 12345678",
      "  pixstream verify https://pix.example --api-key-file admin.key --json"
    })
public final class VerifyCommand implements Callable<Integer> {

  private static final String PATH = "/api/admin/verify";

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Parameters(
      paramLabel = "URL",
      arity = "0..1",
      converter = Converters.OfUrl.class,
      description = "The server's address, in place of --url.")
  private Optional<URI> url = Optional.empty();

  @Mixin private UrlOption server = new UrlOption();
  @Mixin private TimeoutOption timeout = new TimeoutOption();

  @Option(
      names = "--ispb",
      paramLabel = "ISPB",
      converter = Converters.OfIspb.class,
      description = "Only the lane of this institution.")
  private Optional<Ispb> ispb = Optional.empty();

  @Mixin private JsonOption json = new JsonOption();

  private long lanes;
  private long messages;
  private long violations;

  @Override
  public Integer call() throws InterruptedException {
    try {
      check(url.orElseGet(server::url));
    } catch (CommandFailure failure) {
      // What was found before is found.
      throw failure.with(violations > 0 ? CommandFailure.FAILED : CommandFailure.UNDECIDED);
    }
    print(summary(), json.isOn());
    return violations == 0 ? 0 : CommandFailure.FAILED;
  }

  private void check(URI address) throws InterruptedException {
    var access = server.access();
    UrlOption.checkReachable(address);
    try (var client = new AdminClient(address, access, timeout.value())) {
      Optional<String> next = Optional.empty();
      do {
        next = look(client, next);
      } while (next.isPresent());
    }
    if (ispb.isPresent() && lanes == 0) {
      throw CommandFailure.failed("nothing was ever stored for " + ispb.get());
    }
  }

  /** One part of the check, and where the next begins. */
  private Optional<String> look(AdminClient client, Optional<String> from)
      throws InterruptedException {
    var query = new StringBuilder(PATH);
    ispb.ifPresent(value -> query.append("?ispb=").append(value));
    from.ifPresent(value -> query.append(ispb.isPresent() ? '&' : '?').append("after=" + value));
    var part = client.json(client.get(query.toString()));
    var found = part.getJsonArray("violations");
    if (found == null) {
      throw CommandFailure.failed("what answers at that address is no PixStream server");
    }
    for (int i = 0; i < found.size(); i++) {
      print(found.getJsonObject(i), json.isOn());
    }
    violations += found.size();
    lanes += part.getLong("lanes");
    messages += part.getLong("messages");
    return Optional.ofNullable(part.getString("next"));
  }

  private JsonObject summary() {
    return new JsonObject()
        .put("lanes", lanes)
        .put("messages", messages)
        .put("violations", violations);
  }

  private void print(JsonObject line, boolean asJson) {
    var out = spec.commandLine().getOut();
    out.println(asJson ? line.encode() : words(line));
    out.flush();
  }

  private static String words(JsonObject line) {
    return line.containsKey("detail")
        ? line.getString("ispb") + ": " + Printable.text(line.getString("detail"))
        : String.format(
            Locale.ROOT,
            "lanes=%d messages=%d violations=%d",
            line.getLong("lanes"),
            line.getLong("messages"),
            line.getLong("violations"));
  }
}
