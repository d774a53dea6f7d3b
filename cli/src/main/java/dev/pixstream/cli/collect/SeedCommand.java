package dev.pixstream.cli.collect;

import dev.pixstream.cli.remote.UrlOption;
import dev.pixstream.cli.terminal.CommandFailure;
import dev.pixstream.cli.terminal.Converters;
import dev.pixstream.cli.terminal.Progress;
import dev.pixstream.cli.terminal.Version;
import dev.pixstream.client.PixPublisher;
import dev.pixstream.client.PixStreamException;
import dev.pixstream.core.model.Ispb;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has a server make and store random messages. */
@Command(
    name = "seed",
    description = "Stores random messages for an institution.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Examples:",
      "  pixstream seed 12345678 1000",
      "  pixstream seed 12345678 2000000 --url http://10.0.0.5:8080"
    })
public final class SeedCommand implements Callable<Integer> {

  private static final Duration THROTTLED_MAX = Duration.ofMinutes(1);

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "ISPB",
      converter = Converters.OfIspb.class,
      description = "Who receives them: 8 characters of 0-9 and A-Z.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Ispb ispb;

  @Parameters(
      index = "1",
      paramLabel = "N",
      converter = Converters.OfCount.class,
      description = "How many, 1 or more.")
  private long number;

  @Mixin private UrlOption server = new UrlOption();

  @Override
  public Integer call() throws InterruptedException {
    server.checkReachable();
    long stored = 0;
    try (var publisher = new PixPublisher(server.url(), THROTTLED_MAX, server.access());
        var progress = new Progress(spec.commandLine().getErr())) {
      while (stored < number) {
        int wanted = (int) Math.min(number - stored, PixPublisher.GENERATE_MAX);
        stored += publisher.generate(ispb.value(), wanted);
        long soFar = stored;
        progress.show(() -> String.format(Locale.ROOT, "stored %d of %d", soFar, number));
      }
    } catch (PixStreamException e) {
      throw CommandFailure.failed(
          (e.status() == 404
                  ? "the server at " + server.url() + " makes no messages (--generator off)"
                  : e.getMessage())
              + (stored > 0 ? "; " + stored + " messages were stored before" : ""));
    }
    spec.commandLine()
        .getOut()
        .println(String.format(Locale.ROOT, "stored %d messages for %s", stored, ispb));
    spec.commandLine().getOut().flush();
    return 0;
  }
}
