package dev.pixstream.cli;

import dev.pixstream.cli.settings.CommandContext;
import dev.pixstream.cli.settings.Environment;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One run of the command in this JVM, and what came of it. */
public record Run(int status, String out, String err) {

  public static Run of(Map<String, String> environment, Path directory, String... args) {
    var out = new StringWriter();
    var err = new StringWriter();
    var around =
        new CommandContext(
            new Environment(environment),
            directory,
            new PrintWriter(out, true),
            new PrintWriter(err, true));
    int status = PixStream.run(around, args);
    return new Run(status, out.toString(), err.toString());
  }

  public static Run of(Path directory, String... args) {
    return of(Map.of(), directory, args);
  }

  public List<String> errLines() {
    return err.lines().toList();
  }
}
