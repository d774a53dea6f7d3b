package dev.pixstream.cli.settings;

import dev.pixstream.cli.terminal.CommandFailure;
import dev.pixstream.cli.terminal.SecretFile;
import dev.pixstream.core.text.NotUtf8Exception;
import dev.pixstream.core.text.TextFile;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Options that are not on the command line: from the environment, else from a file. */
public final class Settings implements IDefaultValueProvider {

  /** A value and where it was found, for error messages. */
  public record Setting(String value, String origin) {}

  /** Behind the name of a variable: it names a file that holds the value. */
  private static final String FILE = "_FILE";

  /** With one of these the file is a secret. */
  private static final Set<String> SECRET = Set.of("database-url", "redis-url", "webhook-secret");

  /** These ask for something else to be done; set for good, nothing would work any more. */
  private static final Set<String> NEVER_SET = Set.of("help", "version");

  private final Environment environment;
  private final Properties file = new Properties();
  private String fileName = "";

  public Settings(Environment environment) {
    this.environment = environment;
  }

  public static String variable(String option) {
    return "PIXSTREAM_" + option.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /**
   * Reads the file.
   *
   * @throws CommandFailure if it can't be read or has a key that is no option of any command
   */
  public void readFile(Optional<Path> path, CommandLine command) {
    if (path.isEmpty()) {
      return;
    }
    fileName = path.get().getFileName().toString();
    try {
      file.load(new StringReader(TextFile.read(path.get())));
    } catch (NotUtf8Exception e) {
      throw CommandFailure.usage(path.get() + " " + e.getMessage());
    } catch (IOException | IllegalArgumentException e) {
      throw CommandFailure.usage("can't read " + path.get() + ": " + e);
    }
    var known = new TreeSet<String>();
    addNamesBelow(command, known);
    var unknown = new TreeSet<>(file.stringPropertyNames());
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw CommandFailure.usage(
          path.get()
              + " has the unknown key '"
              + unknown.first()
              + "'; known ones are "
              + String.join(", ", known));
    }
    if (file.stringPropertyNames().stream().anyMatch(SECRET::contains)) {
      SecretFile.warnIfOpen(path.get());
    }
  }

  /** What of the environment is left aside, a line each; the values may be secret. */
  public List<String> remarks(CommandLine root) {
    var known = new TreeSet<String>();
    addNamesBelow(root, known);
    known.add("config");
    var variables = new TreeSet<String>();
    for (var name : known) {
      variables.add(variable(name));
      variables.add(variable(name) + FILE);
    }
    NEVER_SET.forEach(name -> variables.add(variable(name)));
    return environment.remarks(variables);
  }

  /** What is set for an option, if anything. */
  public Optional<Setting> find(ArgSpec arg) {
    if (!(arg instanceof OptionSpec option) || NEVER_SET.contains(name(option))) {
      return Optional.empty();
    }
    var variable = variable(name(option));
    var inEnvironment = environment.find(variable);
    if (inEnvironment.isPresent()) {
      return Optional.of(new Setting(inEnvironment.get(), variable));
    }
    var inFile = environment.find(variable + FILE);
    if (inFile.isPresent() && !isOptionOfItsOwn(option)) {
      return Optional.of(
          new Setting(SecretFile.read(inFile.get(), variable + FILE), variable + FILE));
    }
    return Optional.ofNullable(file.getProperty(name(option)))
        .map(value -> new Setting(value.strip(), name(option) + " in " + fileName));
  }

  @Override
  public @Nullable String defaultValue(ArgSpec arg) {
    return find(arg).map(Setting::value).orElse(null);
  }

  /** PIXSTREAM_WEBHOOK_SECRET_FILE is that of --webhook-secret-file. */
  private static boolean isOptionOfItsOwn(OptionSpec option) {
    return option.command().findOption(option.longestName() + "-file") != null;
  }

  private static void addNamesBelow(CommandLine command, Set<String> names) {
    for (var sub : command.getSubcommands().values()) {
      addNames(sub, names);
      addNamesBelow(sub, names);
    }
  }

  private static void addNames(CommandLine command, Set<String> names) {
    for (var option : command.getCommandSpec().options()) {
      if (!NEVER_SET.contains(name(option)) && !name(option).equals("config")) {
        names.add(name(option));
      }
    }
  }

  private static String name(OptionSpec option) {
    return option.longestName().substring(2);
  }
}
