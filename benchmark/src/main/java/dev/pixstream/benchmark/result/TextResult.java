package dev.pixstream.benchmark.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A result as lines for people. */
public final class TextResult {
  private TextResult() {}

  /** What was measured, the figures, and as the last line the verdict. */
  public static List<String> of(BenchResult result) {
    var lines = new ArrayList<String>();
    lines.add(setup(result));
    for (var figure : Figures.all()) {
      figure
          .of()
          .apply(result)
          .ifPresent(
              value ->
                  lines.add(
                      "%-26s %12s %s".formatted(figure.name(), number(value), figure.unit())));
    }
    cost(result, lines);
    memory(result, lines);
    for (Map.Entry<String, Long> trouble : result.troubles().entrySet()) {
      lines.add(
          String.format(
              Locale.ROOT, "trouble: %s (%d times)", trouble.getKey(), trouble.getValue()));
    }
    result.notes().forEach(note -> lines.add("note: " + note));
    lines.add(verdict(result));
    return List.copyOf(lines);
  }

  public static String setup(BenchResult result) {
    var setup = result.setup();
    return String.format(
        Locale.ROOT,
        "%s: %s, %s%d lanes, %d collectors, %s, %d node%s, %s s after %s s of warm-up",
        result.name(),
        setup.mode(),
        setup.rate() > 0
            ? number(setup.rate()) + " messages/s, "
            : setup.messages() > 0 ? setup.messages() + " messages, " : "",
        setup.lanes(),
        setup.collectors(),
        setup.accept(),
        setup.nodes(),
        setup.nodes() == 1 ? "" : "s",
        number(result.rates().seconds()),
        number(setup.warmupSeconds()));
  }

  private static void cost(BenchResult result, List<String> lines) {
    var driver = result.processes().get("driver");
    if (driver != null) {
      lines.add(
          "The driver itself used %s CPU seconds, %s of a core."
              .formatted(
                  number(driver.cpuSeconds()),
                  number(driver.cpuSeconds() / result.rates().seconds())));
    }
  }

  private static void memory(BenchResult result, List<String> lines) {
    var server = result.processes().get("server");
    if (server != null && server.rssMaxMb() > 0) {
      lines.add(
          "The server's memory: %s MB at first, %s MB at the end, %s MB at most."
              .formatted(
                  number(server.rssFirstMb()),
                  number(server.rssLastMb()),
                  number(server.rssMaxMb())));
    }
  }

  /** For a person and a script. */
  public static String verdict(BenchResult result) {
    var totals = result.totals();
    return String.format(
        Locale.ROOT,
        "stored=%d received=%d unsent=%d missing=%d duplicates=%d redelivered=%d foreign=%d",
        totals.stored(),
        totals.received(),
        totals.unsent(),
        totals.missing(),
        totals.duplicates(),
        totals.redelivered(),
        totals.foreign());
  }

  public static String number(double value) {
    return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
  }
}
