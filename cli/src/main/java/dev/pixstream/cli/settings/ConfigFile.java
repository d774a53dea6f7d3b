package dev.pixstream.cli.settings;

import dev.pixstream.cli.terminal.CommandFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Which file has options. It is needed before the command line is parsed, for the defaults. */
public final class ConfigFile {

  static final String NAME = "pixstream.properties";
  private static final String OPTION = "--config";

  private ConfigFile() {}

  /**
   * The file that is named, else the usual one if it is there.
   *
   * @throws CommandFailure if the named one is missing
   */
  public static Optional<Path> named(String[] args, CommandContext around) {
    var named = inArguments(args).or(() -> around.environment().find(Settings.variable("config")));
    if (named.isPresent()) {
      var file = around.directory().resolve(named.get());
      if (!Files.isRegularFile(file)) {
        throw CommandFailure.usage("--config: expected a file, but there is none at " + file);
      }
      return Optional.of(file);
    }
    return Optional.of(around.directory().resolve(NAME)).filter(Files::isRegularFile);
  }

  private static Optional<String> inArguments(String[] args) {
    for (int i = 0; i < args.length && !args[i].equals("--"); i++) {
      if (args[i].startsWith(OPTION + "=")) {
        return Optional.of(args[i].substring(OPTION.length() + 1));
      }
      if (args[i].equals(OPTION) && i + 1 < args.length) {
        return Optional.of(args[i + 1]);
      }
    }
    return Optional.empty();
  }
}
