package dev.pixstream.check.report;

import java.util.List;
import java.util.Locale;

/** Results for people: a line for each promise, and the evidence under those that were broken. */
public final class TextReport {
  private TextReport() {}

  /** The lines of one result. */
  public static String of(CheckResult result) {
    var line =
        new StringBuilder(
            "%-7s %-14s %-24s %s"
                .formatted(
                    result.verdict().word(),
                    result.check().section(),
                    result.check().name(),
                    result.check().promise()));
    switch (result.verdict()) {
      case CheckVerdict.Passed() -> {}
      case CheckVerdict.Skipped(var reason) -> line.append(": ").append(reason);
      case CheckVerdict.Failed(var expected, var came, var exchanges) -> {
        line.append("\n        expected ").append(expected);
        line.append("\n        came     ").append(came);
        exchanges.forEach(exchange -> line.append("\n        sent     ").append(exchange));
      }
    }
    if (!result.left().isEmpty()) {
      line.append("\n        left     ").append(result.left());
    }
    return line.toString();
  }

  /** The line at the end. */
  public static String summary(List<CheckResult> results) {
    return String.format(
        Locale.ROOT,
        "checks=%d passed=%d failed=%d skipped=%d",
        results.size(),
        Summary.passed(results),
        Summary.failed(results),
        Summary.skipped(results));
  }
}
