package dev.pixstream.cli;

import dev.pixstream.cli.bench.BenchCommand;
import dev.pixstream.cli.check.CheckCommand;
import dev.pixstream.cli.check.VerifyCommand;
import dev.pixstream.cli.collect.CollectCommand;
import dev.pixstream.cli.collect.SeedCommand;
import dev.pixstream.cli.demo.DemoCommand;
import dev.pixstream.cli.dlq.DlqCommand;
import dev.pixstream.cli.fault.FaultCommand;
import dev.pixstream.cli.security.CertsCommand;
import dev.pixstream.cli.security.KeyCommand;
import dev.pixstream.cli.serve.ServeCommand;
import dev.pixstream.cli.settings.CommandContext;
import dev.pixstream.cli.settings.ConfigFile;
import dev.pixstream.cli.settings.Settings;
import dev.pixstream.cli.settings.SettingsCommand;
import dev.pixstream.cli.terminal.CommandFailure;
import dev.pixstream.cli.terminal.Version;
import dev.pixstream.cli.xml.XmlCommand;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;

/** The command with its subcommands. */
@Command(
    name = "pixstream",
    description = "Delivers Pix messages to the institutions that receive them, by long polling.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      ServeCommand.class,
      SeedCommand.class,
      CollectCommand.class,
      DemoCommand.class,
      DlqCommand.class,
      VerifyCommand.class,
      CheckCommand.class,
      FaultCommand.class,
      BenchCommand.class,
      SettingsCommand.class,
      KeyCommand.class,
      XmlCommand.class,
      CertsCommand.class,
      HelpCommand.class
    },
    footer = {
      "",
      "Every option can also be set by the environment, as PIXSTREAM_<OPTION> (--database-url is",
      "PIXSTREAM_DATABASE_URL, and PIXSTREAM_DATABASE_URL_FILE names a file with it), and in",
      "pixstream.properties (database-url=...). The command line beats the environment, and that",
      "beats the file. pixstream settings lists them all.",
      "",
      "Examples:",
      "  pixstream demo                             see it work, on a server of its own",
      "  pixstream serve                            a server with a PostgreSQL of its own",
      "  pixstream seed 12345678 1000               store random messages",
      "  pixstream collect 12345678 --output -      read them",
      "  pixstream dlq list                         what could not be processed",
      "  pixstream verify                           is every message in exactly one place",
      "  pixstream bench                            how fast it is"
    })
public final class PixStream {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Read options from FILE, not from pixstream.properties.")
  private Optional<Path> config = Optional.empty();

  private static final char UNREADABLE = '\uFFFD';

  private PixStream() {}

  /** Runs the command and ends the JVM with its status. */
  public static void main(String[] args) {
    // What libraries write is for machines too: digits and case do not depend on who starts it.
    Locale.setDefault(Locale.ROOT);
    // For hosts that are resolved here, such as names with an underscore. A choice of the user's
    // own, -Djdk.httpclient.allowRestrictedHeaders=..., stays.
    System.getProperties().putIfAbsent("jdk.httpclient.allowRestrictedHeaders", "host");
    try {
      System.exit(run(CommandContext.ofProcess(), args));
    } catch (Error e) {
      // No more threads, no more memory: those that there are would keep a node alive that serves
      // nobody, and even an orderly end would need a thread.
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }

  static int run(CommandContext around, String... args) {
    var settings = new Settings(around.environment());
    var command = command(settings, around);
    try {
      checkCharacters(args);
      settings.readFile(ConfigFile.named(args, around), command);
      return command.execute(args);
    } catch (CommandFailure e) {
      return OneLine.print(command, e.getMessage(), CommandFailure.USAGE);
    }
  }

  static CommandLine command(Settings settings, CommandContext around) {
    var oneLine = new OneLine(settings);
    return new CommandLine(new PixStream())
        .setDefaultValueProvider(settings)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setOut(around.out())
        .setErr(around.err())
        .setExecutionStrategy(parsed -> execute(parsed, settings))
        .setParameterExceptionHandler(oneLine)
        .setExecutionExceptionHandler(oneLine);
  }

  private static int execute(ParseResult parsed, Settings settings) {
    var log = LoggerFactory.getLogger(PixStream.class);
    settings.remarks(parsed.commandSpec().commandLine()).forEach(log::warn);
    return new RunLast().execute(parsed);
  }

  /** What could not be decoded would be stored for good with this in its place. */
  private static void checkCharacters(String[] args) {
    for (int i = 0; i < args.length; i++) {
      if (args[i].indexOf(UNREADABLE) >= 0) {
        throw CommandFailure.usage(
            "argument "
                + (i + 1)
                + " has characters that can't be read here: use a UTF-8 locale, such as"
                + " LC_ALL=C.UTF-8");
      }
    }
  }

  @Override
  public String toString() {
    return config.map(file -> "pixstream --config " + file).orElse("pixstream");
  }
}
