package dev.pixstream.cli.terminal;

import picocli.CommandLine.Option;

/** Whether a program reads what is written. */
public final class JsonOption {

  @Option(
      names = "--json",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "true|false",
      description = "Write JSON, one object a line.")
  private boolean json;

  public boolean isOn() {
    return json;
  }
}
