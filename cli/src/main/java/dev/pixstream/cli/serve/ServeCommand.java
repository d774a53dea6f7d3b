package dev.pixstream.cli.serve;

import dev.pixstream.cli.settings.Switch;
import dev.pixstream.cli.terminal.Converters;
import dev.pixstream.cli.terminal.Lifetime;
import dev.pixstream.cli.terminal.LogOptions;
import dev.pixstream.cli.terminal.SecretFile;
import dev.pixstream.cli.terminal.Version;
import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.server.node.ServerOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs one node until it is told to end. */
@Command(
    name = "serve",
    description = "Runs a server, with a PostgreSQL of its own unless told of another.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "It prints one line to stdout when it serves. Ctrl-C ends it orderly.",
      "",
      "Examples:",
      "  pixstream serve",
      "  pixstream serve --port 9000 --data /var/lib/pixstream",
      "  PIXSTREAM_DATABASE_URL=postgresql://user:password@db:5432/pix pixstream serve"
    })
public final class ServeCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description = "The address to listen on. Default: 127.0.0.1.")
  private String host = "";

  @Option(
      names = "--port",
      defaultValue = "8080",
      converter = Converters.OfPort.class,
      description = "The port to listen on, 0 for any free one. Default: 8080.")
  private int port;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "~/.pixstream",
      converter = DataFolder.Of.class,
      description =
          "Where the embedded PostgreSQL keeps its data; as root it is another's: see SECURITY.md."
              + " Default: ~/.pixstream.")
  private DataFolder data = new DataFolder("");

  @Option(
      names = "--database-url",
      paramLabel = "URL",
      converter = Converters.OfDatabaseUrl.class,
      description =
          "postgresql://user:password@host:port,host:port/db?sslmode=..., not the embedded one.")
  private Optional<DatabaseUrl> databaseUrl = Optional.empty();

  @Option(
      names = "--database-password-file",
      paramLabel = "FILE",
      converter = Converters.OfPath.class,
      description = "A file with the password for --database-url, which then names none.")
  private Optional<Path> databasePasswordFile = Optional.empty();

  @Option(
      names = "--generator",
      paramLabel = "on|off",
      defaultValue = "on",
      description = "Whether random messages may be stored over HTTP. Default: on.")
  private Switch generator = Switch.ON;

  @Option(
      names = "--faults",
      paramLabel = "on|off",
      defaultValue = "off",
      description = "Whether faults may be ordered over HTTP, to test collectors. Default: off.")
  private Switch faults = Switch.OFF;

  @Option(
      names = "--retention",
      paramLabel = "TIME",
      converter = Converters.OfRetention.class,
      description = "Remove messages so long after their processing, 1h or more. Default: never.")
  private Optional<Duration> retention = Optional.empty();

  @Mixin private SecurityMixin security = new SecurityMixin();
  @Mixin private CoordinatorOptions coordinator = new CoordinatorOptions();
  @Mixin private RuleOptions rules = new RuleOptions();
  @Mixin private ProcessingOptions processing = new ProcessingOptions();
  @Mixin private TelemetrySettings telemetry = new TelemetrySettings();
  @Mixin private LimitSettings limits = new LimitSettings();
  @Mixin private IcomSettings icom = new IcomSettings();
  @Mixin private LogOptions log = new LogOptions();

  @Override
  public Integer call() throws InterruptedException {
    log.apply();
    OpenFiles.warning().ifPresent(LoggerFactory.getLogger(ServeCommand.class)::warn);
    var options =
        new ServerOptions(
            host,
            port,
            rules.rules(spec.commandLine()),
            generator.isOn(),
            processing.worker(spec.commandLine()),
            limits.stopWithin(spec.commandLine()),
            retention,
            faults.isOn(),
            security.options(host, limits.health(spec.commandLine())),
            limits.limits(spec.commandLine()),
            limits.health(spec.commandLine()),
            telemetry.options(),
            icom.options(spec.commandLine()));
    var redis = coordinator.redis(spec.commandLine());
    try (var lifetime = new Lifetime()) {
      var node =
          databaseUrl
              .map(url -> Node.on(withPassword(url), redis, options, lifetime))
              .orElseGet(() -> Node.embedded(Optional.of(data.path()), redis, options, lifetime));
      var out = spec.commandLine().getOut();
      out.println(
          "%1$s serves %2$s (console at %2$s/console, docs at /docs, %3$s)"
              .formatted(Version.text(), node.url(), node.database()));
      out.flush();
      tellHowLongItTook();
      lifetime.await();
      return 0;
    }
  }

  private DatabaseUrl withPassword(DatabaseUrl url) {
    return databasePasswordFile
        .map(file -> SecretFile.read(file.toString(), "--database-password-file"))
        .map(url::withPassword)
        .orElse(url);
  }

  private static void tellHowLongItTook() {
    ProcessHandle.current()
        .info()
        .startInstant()
        .map(start -> Duration.between(start, Instant.now()).toMillis())
        .ifPresent(
            ms ->
                LoggerFactory.getLogger(ServeCommand.class)
                    .atDebug()
                    .addKeyValue("startup_ms", ms)
                    .log("Ready"));
  }
}
