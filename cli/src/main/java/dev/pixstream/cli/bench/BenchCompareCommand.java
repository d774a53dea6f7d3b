package dev.pixstream.cli.bench;

import dev.pixstream.benchmark.result.Comparison;
import dev.pixstream.cli.terminal.Converters;
import dev.pixstream.cli.terminal.Version;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts two results side by side. */
@Command(
    name = "compare",
    description = "Puts two results side by side, with the second as a multiple of the first.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {"", "Example:", "  pixstream bench compare before.json after.json"})
final class BenchCompareCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "A.json", converter = Converters.OfPath.class)
  private Path first = Path.of("");

  @Parameters(index = "1", paramLabel = "B.json", converter = Converters.OfPath.class)
  private Path second = Path.of("");

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    Comparison.of(BenchCommand.read(first), BenchCommand.read(second)).forEach(out::println);
    out.flush();
    return 0;
  }
}
