package dev.pixstream.cli.settings;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.nio.file.Path;

/**
 * Where the command runs.
 *
 * @param environment its variables
 * @param directory where pixstream.properties is looked for
 */
public record CommandContext(
    Environment environment, Path directory, PrintWriter out, PrintWriter err) {

  public static CommandContext ofProcess() {
    return new CommandContext(
        new Environment(System.getenv()),
        Path.of(""),
        new PrintWriter(System.out, true, UTF_8),
        new PrintWriter(System.err, true, UTF_8));
  }
}
