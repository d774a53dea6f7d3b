package dev.pixstream.server.telemetry;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The outcomes of a sealed type by the names that metrics and logs have for them. */
final class Outcomes {
  private Outcomes() {}

  /** Such as {@code too_many_streams}. */
  static String name(Class<?> outcome) {
    return outcome.getSimpleName().replaceAll("(?<!^)([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  /** One of something for each outcome that the type permits. */
  static <T> Map<Class<?>, T> each(Class<?> type, Function<String, T> maker) {
    return Arrays.stream(type.getPermittedSubclasses())
        .collect(Collectors.toMap(Function.identity(), outcome -> maker.apply(name(outcome))));
  }
}
