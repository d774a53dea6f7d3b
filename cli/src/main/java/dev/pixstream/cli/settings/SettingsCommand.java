package dev.pixstream.cli.settings;

import dev.pixstream.cli.terminal.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the reference page of all settings. */
@Command(
    name = "settings",
    description = "Prints every setting with its default and bounds, as Markdown.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {"", "Examples:", "  pixstream settings"})
public final class SettingsCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    out.print(SettingsPage.of(spec.root().commandLine()));
    out.flush();
    return 0;
  }
}
