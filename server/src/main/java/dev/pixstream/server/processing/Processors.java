package dev.pixstream.server.processing;

import dev.pixstream.core.processing.PaymentProcessor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Supplier;

/**
 * The processors that there are: those that ship, and those that {@link ServiceLoader} finds on the
 * class path and in the folder of plugins. Close it when the chosen one is closed.
 */
public final class Processors implements AutoCloseable {
  private final URLClassLoader plugins;
  private final Map<String, Supplier<PaymentProcessor>> byName = new LinkedHashMap<>();

  private Processors(URLClassLoader plugins) {
    this.plugins = plugins;
  }

  /**
   * Finds them.
   *
   * @throws ProcessorException if a plugin can't be read
   */
  public static Processors find(ProcessorOptions options, Supplier<PaymentProcessor> ledger) {
    var urls = options.plugins().map(Processors::jars).orElseGet(() -> new URL[0]);
    var found =
        new Processors(
            new URLClassLoader("plugins", urls, PaymentProcessor.class.getClassLoader()));
    found.byName.put("ledger", ledger);
    found.byName.put("webhook", Webhook::new);
    try {
      ServiceLoader.load(PaymentProcessor.class, found.plugins)
          .forEach(processor -> found.byName.putIfAbsent(processor.name(), () -> processor));
    } catch (ServiceConfigurationError e) {
      found.close();
      throw new ProcessorException("a processor can't be loaded: " + e.getMessage(), e);
    }
    return found;
  }

  /**
   * The one that is named, configured.
   *
   * @throws ProcessorException if there is none, or a setting is wrong
   */
  public PaymentProcessor choose(ProcessorOptions options) {
    var chosen = byName.get(options.name());
    if (chosen == null) {
      throw new ProcessorException(
          "there is no processor '%s'; there are: %s"
              .formatted(options.name(), String.join(", ", byName.keySet())));
    }
    var processor = chosen.get();
    try {
      processor.configure(options.settings());
      return processor;
    } catch (IllegalArgumentException e) {
      processor.close();
      throw new ProcessorException("processor " + options.name() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      plugins.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URL[] jars(Path folder) {
    try (var files = Files.newDirectoryStream(folder, "*.jar")) {
      var urls = new ArrayList<URL>();
      for (var file : files) {
        urls.add(file.toUri().toURL());
      }
      return urls.toArray(URL[]::new);
    } catch (IOException e) {
      throw new ProcessorException("the plugins in " + folder + " can't be read", e);
    }
  }
}
