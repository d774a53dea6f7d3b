package dev.pixstream.check.report;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Results for build servers, as JUnit XML: one test suite with a test case for each check. */
public final class JunitReport {
  private JunitReport() {}

  /** The whole document. */
  public static String of(List<CheckResult> results) {
    var took = results.stream().map(CheckResult::took).reduce(Duration.ZERO, Duration::plus);
    return String.format(
        Locale.ROOT,
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuite name="pixstream check" tests="%d" failures="%d" errors="0" skipped="%d" time="%s">
        %s
        </testsuite>
        """,
        results.size(),
        Summary.failed(results),
        Summary.skipped(results),
        seconds(took),
        results.stream().map(JunitReport::of).collect(Collectors.joining("\n")));
  }

  private static String of(CheckResult result) {
    var open =
        "  <testcase classname=\"contract.%s\" name=\"%s\" time=\"%s\""
            .formatted(
                escaped(result.check().section()),
                escaped(result.check().name()),
                seconds(result.took()));
    return switch (result.verdict()) {
      case CheckVerdict.Passed() -> open + "/>";
      case CheckVerdict.Skipped(var reason) ->
          open + "><skipped message=\"" + escaped(reason) + "\"/></testcase>";
      case CheckVerdict.Failed(var expected, var came, var exchanges) ->
          "%s>%n    <failure message=\"%s\">%s</failure>%n  </testcase>"
              .formatted(
                  open,
                  escaped(result.check().promise()),
                  escaped(
                      "expected %s%ncame     %s%n%s%n"
                          .formatted(expected, came, String.join("\n", exchanges))));
    };
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.3f", time.toMillis() / 1000.0);
  }

  private static String escaped(String text) {
    // XML 1.0 has no way to write most control characters.
    return text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]|[\\ud800-\\udfff\\ufffe\\uffff]", "?")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
