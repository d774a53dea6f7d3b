package dev.pixstream.cli.collect;

import dev.pixstream.cli.remote.TimeoutOption;
import dev.pixstream.cli.remote.UrlOption;
import dev.pixstream.cli.terminal.CommandFailure;
import dev.pixstream.cli.terminal.Converters;
import dev.pixstream.cli.terminal.Lifetime;
import dev.pixstream.cli.terminal.Progress;
import dev.pixstream.cli.terminal.Version;
import dev.pixstream.client.PixCollector;
import dev.pixstream.core.model.Ispb;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads an institution's messages. */
@Command(
    name = "collect",
    description = "Collects an institution's messages, one JSON line each.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "What is written is confirmed, and nothing else, also at Ctrl-C. Without --output messages",
      "are confirmed and dropped. Progress and a summary go to stderr.",
      "",
      "Examples:",
      "  pixstream collect 12345678 --output messages.jsonl",
      "  pixstream collect 12345678 --output - --max 100 | jq .valor",
      "  pixstream collect 12345678 --idle-exit"
    })
public final class CollectCommand implements Callable<Integer> {

  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(3);

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Parameters(
      paramLabel = "ISPB",
      converter = Converters.OfIspb.class,
      description = "Whose messages: 8 characters of 0-9 and A-Z.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Ispb ispb;

  @Mixin private UrlOption server = new UrlOption();
  @Mixin private TimeoutOption timeout = new TimeoutOption();
  @Mixin private CollectorOptions options = new CollectorOptions();

  @Option(
      names = "--max",
      paramLabel = "N",
      converter = Converters.OfCount.class,
      description = "End after exactly N messages.")
  private Optional<Long> max = Optional.empty();

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Add the messages to FILE, or write them to stdout (-).")
  private Optional<String> output = Optional.empty();

  @Option(
      names = "--idle-exit",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      description = "End when every stream has waited once in vain.")
  private boolean idleExit;

  @Override
  public Integer call() throws InterruptedException {
    server.checkReachable();
    var tally = new CollectTally();
    var progress = new Progress(spec.commandLine().getErr());
    try (var lifetime = new Lifetime()) {
      lifetime.<AutoCloseable>open(() -> () -> progress.say(tally.summary()));
      var sink = lifetime.open(() -> output.map(MessageSink::to).orElseGet(MessageSink::none));
      var collector = lifetime.open(() -> start(tally, sink));
      while (!collector.await(TICK)) {
        if (!collector.failures().isEmpty() || (idleExit && tally.isIdle())) {
          collector.stop();
        }
        progress.show(tally::progress);
      }
      for (var failure : collector.failures()) {
        throw explain(failure);
      }
      return 0;
    }
  }

  private PixCollector start(CollectTally tally, MessageSink sink) {
    return PixCollector.builder(server.url())
        .access(server.access())
        .ispb(ispb.value())
        .collectors(options.collectors())
        .accept(options.accept())
        .messagesMax(max.orElse(Long.MAX_VALUE))
        .giveUpAfter(timeout.value())
        .closeWithin(CLOSE_WITHIN)
        // What can't be written will not be writable a moment later; Lifetime orders the end.
        .handlerFailuresMax(1)
        .closeAtShutdown(false)
        .handler(
            batch -> {
              sink.write(batch);
              tally.add(batch);
            })
        .listener(tally::add)
        .start();
  }

  private static CommandFailure explain(Throwable failure) {
    return CommandFailure.failed(
        failure instanceof IOException
            ? "can't write the output, what is not written is not confirmed: "
                + failure.getMessage()
            : String.valueOf(failure.getMessage()));
  }
}
