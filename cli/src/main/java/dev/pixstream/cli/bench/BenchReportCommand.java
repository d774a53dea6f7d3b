package dev.pixstream.cli.bench;

import dev.pixstream.benchmark.page.HtmlResult;
import dev.pixstream.cli.terminal.Converters;
import dev.pixstream.cli.terminal.Version;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes one page of several results. */
@Command(
    name = "report",
    description = "Makes one page with charts of several results, such as their scaling.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {"", "Example:", "  pixstream bench report one.json two.json --html scaling.html"})
final class BenchReportCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", arity = "1..*", converter = Converters.OfPath.class)
  private List<Path> files = List.of();

  @Option(
      names = "--html",
      paramLabel = "FILE",
      required = true,
      converter = Converters.OfPath.class,
      description = "Where to write the page.")
  private Path html = Path.of("");

  @Override
  public Integer call() {
    BenchCommand.write(html, HtmlResult.of(files.stream().map(BenchCommand::read).toList()));
    return 0;
  }
}
