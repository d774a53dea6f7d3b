package dev.pixstream.cli.settings;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.OptionSpec;

/** The reference page of all settings, made from the definitions that the command itself uses. */
final class SettingsPage {
  private static final Set<String> EVERYWHERE = Set.of("help", "version", "config");

  private static final String HEAD =
      """
      # Configuration

      Made by `pixstream settings` from the command's own definitions; a test fails when this page is out of date.

      Every option can be given in four ways. The first that is there counts:

      1. on the command line: `--port 9000`;
      2. in the environment: `PIXSTREAM_PORT=9000`;
      3. in a file that the environment names: `PIXSTREAM_PORT_FILE=/run/secrets/port`. This is for secrets: the value is the content of
         the file without the white space around it, at most 64 KiB;
      4. in `pixstream.properties` of the working directory, or in the file that `--config` (`PIXSTREAM_CONFIG`) names: `port=9000`.
         One file may hold the options of all commands. It is UTF-8, with or without a byte order mark.

      A variable that is empty counts as not set. One that begins with `PIXSTREAM_` and is no setting is told in the log. Those that Kubernetes
      makes for a Service named `pixstream` (`PIXSTREAM_PORT=tcp://10.96.0.12:8080`) are left aside.

      An unknown option, an unknown key in the file and a value outside its bounds end the command with status 2 and one line that says what
      was expected and where the value was set. A time has a unit: `500ms`, `8s`, `5m`, `1h`, `30d`.
      """;

  private SettingsPage() {}

  static String of(CommandLine root) {
    var page = new StringBuilder(HEAD);
    add(root, "pixstream", page);
    return page.toString();
  }

  private static void add(CommandLine command, String path, StringBuilder page) {
    var options =
        command.getCommandSpec().options().stream()
            .filter(option -> !option.hidden() && !EVERYWHERE.contains(name(option)))
            .map(SettingsPage::row)
            .collect(Collectors.joining());
    if (!options.isEmpty()) {
      page.append("\n## ").append(path).append("\n\n");
      page.append("| option | environment | value | default | meaning and bounds |\n");
      page.append("|---|---|---|---|---|\n");
      page.append(options);
    }
    command.getSubcommands().forEach((name, sub) -> addBelow(sub, path + " " + name, page));
  }

  private static void addBelow(CommandLine sub, String path, StringBuilder page) {
    if (!(sub.getCommand() instanceof HelpCommand)) {
      add(sub, path, page);
    }
  }

  private static String row(OptionSpec option) {
    return "| `%s` | `%s` | %s | %s | %s |\n"
        .formatted(
            option.longestName(),
            Settings.variable(name(option)),
            value(option),
            defaultOf(option),
            text(String.join(" ", option.description())));
  }

  private static String value(OptionSpec option) {
    return option.arity().max() == 0 ? "" : "`" + text(label(option)) + "`";
  }

  private static String label(OptionSpec option) {
    return option.paramLabel().replaceAll("^<|>$", "").toUpperCase(Locale.ROOT).equals("ON|OFF")
        ? "on|off"
        : option.paramLabel().replaceAll("^<|>$", "");
  }

  private static String defaultOf(OptionSpec option) {
    // Of the definition, not what this run was configured with.
    var defined = option.defaultValue();
    return defined == null || defined.isEmpty() ? "" : "`" + text(defined) + "`";
  }

  private static String text(String text) {
    return text.replace("|", "\\|").replaceAll(" ?Default: .*\\.$", "");
  }

  private static String name(OptionSpec option) {
    return option.longestName().substring(2);
  }
}
