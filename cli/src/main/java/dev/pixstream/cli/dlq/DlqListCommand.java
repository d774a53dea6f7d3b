package dev.pixstream.cli.dlq;

import dev.pixstream.cli.remote.AdminClient;
import dev.pixstream.cli.remote.TimeoutOption;
import dev.pixstream.cli.remote.UrlOption;
import dev.pixstream.cli.terminal.Converters;
import dev.pixstream.cli.terminal.JsonOption;
import dev.pixstream.cli.terminal.Printable;
import dev.pixstream.cli.terminal.Version;
import dev.pixstream.core.model.Ispb;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists dead letters. */
@Command(
    name = "list",
    description = "Lists dead letters, by institution, then by the time of their last failure.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class DlqListCommand implements Callable<Integer> {

  private static final int PAGE_MAX = 200;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Mixin private UrlOption server = new UrlOption();
  @Mixin private TimeoutOption timeout = new TimeoutOption();

  @Option(
      names = "--ispb",
      paramLabel = "ISPB",
      converter = Converters.OfIspb.class,
      description = "Only those of this institution.")
  private Optional<Ispb> ispb = Optional.empty();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = Converters.OfInstant.class,
      description = "Only those that last failed then or later, such as 2026-01-02T03:04:05Z.")
  private Optional<Instant> from = Optional.empty();

  @Option(
      names = "--to",
      paramLabel = "TIME",
      converter = Converters.OfInstant.class,
      description = "Only those that last failed before that.")
  private Optional<Instant> to = Optional.empty();

  @Option(
      names = "--max",
      paramLabel = "N",
      converter = Converters.OfCount.class,
      defaultValue = "1000",
      description = "At most N. Default: 1000.")
  private long max;

  @Mixin private JsonOption json = new JsonOption();

  @Override
  public Integer call() throws InterruptedException {
    server.checkReachable();
    var out = spec.commandLine().getOut();
    Optional<String> next = Optional.empty();
    long left = max;
    try (var client = new AdminClient(server.url(), server.access(), timeout.value())) {
      do {
        var page = client.json(client.get(path(Math.min(left, PAGE_MAX), next)));
        var letters = page.getJsonArray("deadLetters");
        for (int i = 0; i < letters.size(); i++) {
          var letter = letters.getJsonObject(i);
          out.println(json.isOn() ? letter.encode() : line(letter));
        }
        out.flush();
        left -= letters.size();
        next = Optional.ofNullable(page.getString("next"));
      } while (next.isPresent() && left > 0);
    }
    if (next.isPresent()) {
      spec.commandLine().getErr().println("pixstream: there are more than " + max + " (--max)");
    }
    return 0;
  }

  private String path(long limit, Optional<String> after) {
    var query = new StringBuilder(DlqCommand.PATH).append("?limit=").append(limit);
    ispb.ifPresent(value -> query.append("&ispb=").append(value));
    from.ifPresent(value -> query.append("&from=").append(value));
    to.ifPresent(value -> query.append("&to=").append(value));
    after.ifPresent(value -> query.append("&after=").append(value));
    return query.toString();
  }

  private static String line(JsonObject letter) {
    return String.format(
        Locale.ROOT,
        "%s %s %s attempts=%d %s: %s",
        letter.getString("ispb"),
        letter.getString("endToEndId"),
        letter.getString("lastFailed"),
        letter.getInteger("attempts"),
        letter.getString("errorClass"),
        Printable.text(letter.getString("errorMessage")));
  }
}
