package dev.pixstream.check.report;

import dev.pixstream.check.trial.Json;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Results for programs, as one JSON object. */
public final class JsonReport {
  private JsonReport() {}

  /** The whole object, with a line for each check. */
  public static String of(URI url, List<CheckResult> results) {
    return String.format(
        Locale.ROOT,
        """
        {"url":%s,"checks":%d,"passed":%d,"failed":%d,"skipped":%d,"results":[
        %s
        ]}
        """,
        Json.quote(url.toString()),
        results.size(),
        Summary.passed(results),
        Summary.failed(results),
        Summary.skipped(results),
        results.stream().map(JsonReport::of).collect(Collectors.joining(",\n")));
  }

  private static String of(CheckResult result) {
    var more =
        switch (result.verdict()) {
          case CheckVerdict.Passed() -> "";
          case CheckVerdict.Skipped(var reason) -> ",\"reason\":" + Json.quote(reason);
          case CheckVerdict.Failed(var expected, var came, var exchanges) ->
              ",\"expected\":%s,\"came\":%s,\"exchanges\":%s"
                  .formatted(
                      Json.quote(expected),
                      Json.quote(came),
                      exchanges.stream()
                          .map(Json::quote)
                          .collect(Collectors.joining(",", "[", "]")));
        };
    return String.format(
        Locale.ROOT,
        "{\"name\":%s,\"section\":%s,\"promise\":%s,\"verdict\":%s,\"ms\":%d%s%s}",
        Json.quote(result.check().name()),
        Json.quote(result.check().section()),
        Json.quote(result.check().promise()),
        Json.quote(result.verdict().word()),
        result.took().toMillis(),
        more,
        result.left().isEmpty() ? "" : ",\"left\":" + Json.quote(result.left()));
  }
}
