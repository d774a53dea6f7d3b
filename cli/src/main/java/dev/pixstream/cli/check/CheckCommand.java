package dev.pixstream.cli.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pixstream.check.Runner;
import dev.pixstream.check.contract.Checks;
import dev.pixstream.check.report.CheckResult;
import dev.pixstream.check.report.JsonReport;
import dev.pixstream.check.report.JunitReport;
import dev.pixstream.check.report.Summary;
import dev.pixstream.check.report.TextReport;
import dev.pixstream.check.trial.Check;
import dev.pixstream.cli.remote.UrlOption;
import dev.pixstream.cli.terminal.CommandFailure;
import dev.pixstream.cli.terminal.Converters;
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

/** Checks whether a server keeps the contract. */
@Command(
    name = "check",
    description = "Checks from outside whether a server keeps the contract's promises.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "A line for each promise: PASS, FAIL with the evidence, or SKIPPED with the",
      "reason. The status is 0 if nothing failed. Each check uses fresh random lanes,",
      "closes its streams and takes out what it stored.",
      "",
      "Examples:",
      "  pixstream check http://127.0.0.1:8080",
      "  pixstream check http://127.0.0.1:8080 --patience 100s --junit check.xml",
      "  pixstream check http://10.0.0.5:9000 --base-path /v1/pix --no-generator",
      "  pixstream check http://127.0.0.1:8080 --only 2,twenty-starts --json"
    })
public final class CheckCommand implements Callable<Integer> {

  private static final String STDOUT = "-";

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Parameters(
      paramLabel = "URL",
      arity = "0..1",
      defaultValue = "http://127.0.0.1:8080",
      converter = Converters.OfUrl.class,
      description = "The server's address. Default: http://127.0.0.1:8080.")
  private URI url = URI.create("");

  @Mixin private CheckOptions options = new CheckOptions();

  @Option(
      names = "--only",
      paramLabel = "CHECK",
      split = ",",
      description = "Run these checks only: names or sections that --list shows.")
  private List<String> only = List.of();

  @Option(names = "--list", description = "List the checks, and run none.")
  private boolean list;

  @Option(
      names = "--json",
      arity = "0..1",
      fallbackValue = STDOUT,
      paramLabel = "FILE",
      description = "Write the result as JSON to FILE, or to stdout in place of the lines.")
  private Optional<String> json = Optional.empty();

  @Option(names = "--junit", paramLabel = "FILE", description = "Write the result as JUnit XML.")
  private Optional<Path> junit = Optional.empty();

  @Override
  public Integer call() throws InterruptedException {
    json.filter(word -> word.contains("://")).ifPresent(this::takeAsAddress);
    var checks = checks();
    var out = spec.commandLine().getOut();
    if (list) {
      for (var check : checks) {
        out.println("%-14s %-24s %s".formatted(check.section(), check.name(), check.promise()));
      }
      return 0;
    }
    var settings = options.settings(spec.commandLine(), url);
    UrlOption.checkReachable(url);
    boolean onlyJson = json.filter(STDOUT::equals).isPresent();
    var results =
        new Runner(settings)
            .run(checks, result -> show(result, onlyJson ? Optional.empty() : Optional.of(out)));
    if (onlyJson) {
      out.print(JsonReport.of(url, results));
    } else {
      out.println(TextReport.summary(results));
    }
    out.flush();
    json.filter(file -> !onlyJson)
        .ifPresent(file -> write(Path.of(file), JsonReport.of(url, results)));
    junit.ifPresent(file -> write(file, JunitReport.of(results)));
    return Summary.failed(results) == 0 ? 0 : CommandFailure.FAILED;
  }

  /** The word after --json is taken for its file, also where it is the address. */
  private void takeAsAddress(String word) {
    try {
      url = new Converters.OfUrl().convert(word);
    } catch (TypeConversionException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
    json = Optional.of(STDOUT);
  }

  private static void show(CheckResult result, Optional<PrintWriter> out) {
    out.ifPresent(
        writer -> {
          writer.println(TextReport.of(result));
          writer.flush();
        });
  }

  private List<Check> checks() {
    try {
      return only.isEmpty() ? Checks.all() : Checks.named(only);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "Invalid value for option '--only': " + e.getMessage());
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text, UTF_8);
    } catch (IOException e) {
      throw CommandFailure.failed("can't write " + file + ": " + e);
    }
  }
}
