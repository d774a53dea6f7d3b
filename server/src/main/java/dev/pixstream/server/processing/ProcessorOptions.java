package dev.pixstream.server.processing;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What processes payments.
 *
 * @param name {@code ledger}, {@code webhook}, or that of a processor found by {@link
 *     java.util.ServiceLoader}
 * @param settings its own, without its name
 * @param plugins a folder of jars that are searched besides the class path
 */
public record ProcessorOptions(String name, Map<String, String> settings, Optional<Path> plugins) {
  /** The ledger. */
  public static final ProcessorOptions DEFAULT =
      new ProcessorOptions("ledger", Map.of(), Optional.empty());

  /** Copies the settings. */
  public ProcessorOptions {
    settings = Map.copyOf(settings);
  }

  /** Without values: a setting may be a secret. */
  @Override
  public String toString() {
    return "ProcessorOptions[name=" + name + ", settings=" + settings.keySet() + "]";
  }
}
