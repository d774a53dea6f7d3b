package dev.pixstream.postgres.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toUnmodifiableMap;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;

/** Planner settings of functions, see plans.properties. */
final class PlanSettings {
  private PlanSettings() {}

  /** What the names in definitions of functions stand for. */
  static Map<String, String> read() {
    var settings = new Properties();
    try (var file = PlanSettings.class.getResourceAsStream("plans.properties")) {
      if (file == null) {
        throw new IllegalStateException("plans.properties is missing");
      }
      settings.load(new InputStreamReader(file, UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return settings.stringPropertyNames().stream()
        .collect(toUnmodifiableMap(name -> name, settings::getProperty));
  }
}
