package dev.pixstream.cli.demo;

import dev.pixstream.cli.collect.CollectorOptions;
import dev.pixstream.cli.serve.CoordinatorKind;
import dev.pixstream.cli.serve.Node;
import dev.pixstream.cli.terminal.CommandFailure;
import dev.pixstream.cli.terminal.Converters;
import dev.pixstream.cli.terminal.Lifetime;
import dev.pixstream.cli.terminal.LogOptions;
import dev.pixstream.cli.terminal.Progress;
import dev.pixstream.cli.terminal.Version;
import dev.pixstream.embedded.EmbeddedDatabaseException;
import dev.pixstream.embedded.EmbeddedRedis;
import dev.pixstream.redis.link.RedisUrl;
import dev.pixstream.server.node.ServerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows on a server of its own that everything stored is delivered once. */
@Command(
    name = "demo",
    description = "Starts a server, stores messages, collects them and checks each one.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Its last line is delivered=... rate=... p50_ms=... p99_ms=... duplicates=... missing=...,",
      "and its status is 0 only if every message was delivered exactly once.",
      "",
      "Examples:",
      "  pixstream demo",
      "  pixstream demo --institutions 1 --messages 1000 --accept json",
      "  pixstream demo --keep --port 8080"
    })
public final class DemoCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Option(
      names = "--institutions",
      paramLabel = "N",
      defaultValue = "4",
      converter = Converters.OfInstitutions.class,
      description = "How many institutions, 1 to 100. Default: 4.")
  private int institutions;

  @Option(
      names = "--messages",
      paramLabel = "N",
      defaultValue = "5000",
      converter = Converters.OfMessages.class,
      description = "How many messages for each, 1 to 100000. Default: 5000.")
  private int messages;

  @Mixin private CollectorOptions options = new CollectorOptions();

  @Option(
      names = "--keep",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      description = "Keep the data, and the server running until Ctrl-C.")
  private boolean keep;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      converter = Converters.OfPath.class,
      description = "Keep the data in DIR. Default: a temporary directory.")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--port",
      defaultValue = "0",
      converter = Converters.OfPort.class,
      description = "The server's port, 0 for any free one. Default: 0.")
  private int port;

  @Option(
      names = "--coordinator",
      paramLabel = "postgres|redis",
      defaultValue = "postgres",
      description =
          "Who has the streams and the claims; redis starts the machine's redis-server. Default:"
              + " postgres.")
  private CoordinatorKind coordinator = CoordinatorKind.POSTGRES;

  @Mixin private LogOptions log = new LogOptions();

  @Override
  public Integer call() throws InterruptedException {
    log.apply();
    var out = spec.commandLine().getOut();
    try (var lifetime = new Lifetime();
        var progress = new Progress(spec.commandLine().getErr())) {
      var node =
          Node.embedded(
              directory(), redis(lifetime), ServerOptions.DEFAULT.withPort(port), lifetime);
      out.println("Server      %s, %s".formatted(node.url(), node.database()));
      out.flush();
      var tally = DemoLoad.store(node.url(), institutions, messages, out, progress);
      var result = new DemoDrain(node.url(), options, tally, progress).run(lifetime);
      result.print(out);
      if (keep) {
        out.println("Console     %s/console".formatted(node.url()));
        out.println("The server goes on until Ctrl-C; its data stays in the directory above.");
      }
      out.println(result.lastLine());
      out.flush();
      if (keep) {
        lifetime.await();
      }
      return result.isGood() ? 0 : CommandFailure.FAILED;
    }
  }

  private Optional<RedisUrl> redis(Lifetime lifetime) {
    if (coordinator == CoordinatorKind.POSTGRES) {
      return Optional.empty();
    }
    try {
      var redis = lifetime.open(() -> EmbeddedRedis.start());
      var _ = redis.watch().thenAccept(lifetime::fail);
      return Optional.of(RedisUrl.parse(redis.url()));
    } catch (EmbeddedDatabaseException e) {
      throw CommandFailure.failed(String.valueOf(e.getMessage()));
    }
  }

  /** None: temporary. */
  private Optional<Path> directory() {
    if (data.isPresent() || !keep) {
      return data;
    }
    try {
      return Optional.of(Files.createTempDirectory("pixstream-demo-"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
