package dev.pixstream.cli.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pixstream.benchmark.Bench;
import dev.pixstream.benchmark.page.HtmlResult;
import dev.pixstream.benchmark.result.BenchFailure;
import dev.pixstream.benchmark.result.BenchResult;
import dev.pixstream.benchmark.result.JsonResult;
import dev.pixstream.benchmark.result.TextResult;
import dev.pixstream.benchmark.settings.Watched;
import dev.pixstream.cli.remote.UrlOption;
import dev.pixstream.cli.terminal.CommandFailure;
import dev.pixstream.cli.terminal.Converters;
import dev.pixstream.cli.terminal.Lifetime;
import dev.pixstream.cli.terminal.LogOptions;
import dev.pixstream.cli.terminal.Progress;
import dev.pixstream.cli.terminal.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Loads a server and measures it. */
@Command(
    name = "bench",
    description = "Loads a server, its own or those at the addresses, and measures it.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {BenchCompareCommand.class, BenchReportCommand.class},
    footer = {
      "",
      "Modes: open stores at --rate whatever the server does and reads at the same time;",
      "closed stores as fast as it is answered, and reads; drain reads a backlog; store only",
      "stores. Every message is checked: the status is 0 if none is missing and none came twice.",
      "",
      "Examples:",
      "  pixstream bench",
      "  pixstream bench --rate 1000 --lanes 100 --json steady.json --html steady.html",
      "  pixstream bench http://127.0.0.1:8080 --mode closed --pid 4711",
      "  pixstream bench --profile record-day --multiple 0.5",
      "  pixstream bench compare before.json after.json",
      "  pixstream bench report one.json two.json --html scaling.html"
    })
public final class BenchCommand implements Callable<Integer> {

  private static final String STDOUT = "-";

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Parameters(
      paramLabel = "URL",
      arity = "0..*",
      description = "The nodes' addresses. Default: a server of its own, on temporary data.")
  private List<String> addresses = List.of();

  @Mixin private BenchOptions options = new BenchOptions();

  @Option(
      names = "--nodes",
      paramLabel = "N",
      converter = BenchConverters.OfNodes.class,
      description = "How many nodes its own server has, 1 to 8. Default: 1.")
  private Optional<Integer> nodes = Optional.empty();

  @Option(
      names = "--serve",
      paramLabel = "OPTION",
      description = "An option of serve for its own server, such as --serve=--worker=off.")
  private List<String> serve = List.of();

  @Option(
      names = "--pid",
      paramLabel = "PID",
      split = ",",
      description = "The processes of a server on this machine, to tell what it uses.")
  private List<Long> pids = List.of();

  @Option(
      names = "--database-pid",
      paramLabel = "PID",
      split = ",",
      description = "The same for PostgreSQL: its first process.")
  private List<Long> databasePids = List.of();

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the result as JSON, to stdout in place of the text if FILE is -.")
  private Optional<String> json = Optional.empty();

  @Option(
      names = "--html",
      paramLabel = "FILE",
      converter = Converters.OfPath.class,
      description = "Write the result as a page with charts.")
  private Optional<Path> html = Optional.empty();

  @Mixin private LogOptions log = new LogOptions();

  @Override
  public Integer call() throws InterruptedException {
    log.apply();
    var urls = urls();
    check(urls.isEmpty() || nodes.isEmpty(), "--nodes", "addresses were given");
    check(urls.isEmpty() || serve.isEmpty(), "--serve", "addresses were given");
    check(!urls.isEmpty() || pids.isEmpty(), "--pid", "it needs an address");
    check(!urls.isEmpty() || databasePids.isEmpty(), "--database-pid", "it needs an address");
    // Mistakes are told before a database is made.
    options.settings(spec.commandLine(), urls);
    urls.forEach(UrlOption::checkReachable);
    try (var lifetime = new Lifetime();
        var progress = new Progress(spec.commandLine().getErr())) {
      var result = urls.isEmpty() ? own(lifetime, progress) : there(urls, progress);
      write(result);
      return result.isGood() ? 0 : CommandFailure.FAILED;
    } catch (BenchFailure e) {
      throw CommandFailure.failed(e.getMessage());
    }
  }

  private BenchResult there(List<URI> urls, Progress progress) throws InterruptedException {
    return run(urls, new Watched(pids, databasePids), progress);
  }

  private BenchResult own(Lifetime lifetime, Progress progress) throws InterruptedException {
    var server =
        BenchServer.start(spec.root().userObject().getClass(), nodes.orElse(1), serve, lifetime);
    return run(server.urls(), server.watched(), progress);
  }

  private BenchResult run(List<URI> targets, Watched watched, Progress progress)
      throws InterruptedException {
    return Bench.run(
        options.settings(spec.commandLine(), targets), watched, line -> progress.show(() -> line));
  }

  private void write(BenchResult result) {
    PrintWriter out = spec.commandLine().getOut();
    if (json.filter(STDOUT::equals).isPresent()) {
      out.println(JsonResult.write(result));
    } else {
      json.ifPresent(file -> write(Path.of(file), JsonResult.write(result) + "\n"));
      TextResult.of(result).forEach(out::println);
    }
    out.flush();
    html.ifPresent(file -> write(file, HtmlResult.of(List.of(result))));
  }

  /** Not converted by picocli, which takes a wrong one of several for an unknown command. */
  private List<URI> urls() {
    try {
      return addresses.stream().map(new BenchConverters.OfPlainUrl()::convert).toList();
    } catch (TypeConversionException e) {
      throw new ParameterException(
          spec.commandLine(), "Invalid value for positional parameter (URL): " + e.getMessage());
    }
  }

  private void check(boolean good, String option, String reason) {
    if (!good) {
      throw new ParameterException(
          spec.commandLine(), "Invalid value for option '%s': %s".formatted(option, reason));
    }
  }

  static void write(Path file, String text) {
    try {
      Files.writeString(file, text, UTF_8);
    } catch (IOException e) {
      throw CommandFailure.failed("can't write " + file + ": " + e);
    }
  }

  /** A result that was written before. */
  static BenchResult read(Path file) {
    try {
      return JsonResult.read(Files.readString(file, UTF_8));
    } catch (IOException e) {
      throw CommandFailure.usage("can't read " + file + ": " + e);
    } catch (BenchFailure e) {
      throw CommandFailure.usage(file + " has " + e.getMessage());
    }
  }
}
