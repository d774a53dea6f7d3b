package dev.pixstream.benchmark.page;

import dev.pixstream.benchmark.page.Chart.Line;
import dev.pixstream.benchmark.page.Chart.Mark;
import dev.pixstream.benchmark.page.Chart.Xy;
import dev.pixstream.benchmark.result.BenchResult;
import dev.pixstream.benchmark.result.Figures;
import dev.pixstream.benchmark.result.Latency;
import dev.pixstream.benchmark.result.Second;
import dev.pixstream.benchmark.result.TextResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** One or several results as a page that needs nothing but itself. */
public final class HtmlResult {
  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8"><title>pixstream bench</title><style>
      body{font:15px/1.5 system-ui,sans-serif;max-width:820px;margin:2em auto;padding:0 1em;\
      color:#1f2328;background:#fff}
      h1{font-size:1.4em}figure{margin:1.5em 0}figcaption{font-weight:600}svg{width:100%;height:auto}
      svg text{font-size:11px;fill:#59636e}.grid{stroke:#d1d9e0;stroke-width:.7}
      .legend{margin:0;font-size:13px}table{border-collapse:collapse;font-size:13px}
      td,th{padding:.15em .8em .15em 0;text-align:right;border-bottom:1px solid #d1d9e0}
      td:first-child,th:first-child,td:last-child{text-align:left}
      .bad{color:#d1242f;font-weight:600}
      </style></head><body><h1>pixstream bench</h1>
      """;

  private static final List<Mark> PERCENTILES =
      List.of(
          new Mark(0, "0 %"),
          new Mark(1, "90 %"),
          new Mark(2, "99 %"),
          new Mark(3, "99.9 %"),
          new Mark(4, "99.99 %"),
          new Mark(5, "99.999 %"));

  private HtmlResult() {}

  /** The page. */
  public static String of(List<BenchResult> results) {
    var out = new StringBuilder(HEAD);
    for (int i = 0; i < results.size(); i++) {
      var result = results.get(i);
      out.append("<p>").append(results.size() > 1 ? (i + 1) + ". " : "");
      out.append(Html.escape(TextResult.setup(result))).append("<br>").append(result.when());
      out.append("<br><span class=\"").append(result.isGood() ? "good" : "bad").append("\">");
      out.append(Html.escape(TextResult.verdict(result))).append("</span></p>\n");
    }
    Scaling.chart(results).ifPresent(chart -> out.append(chart.svg()));
    if (results.size() == 1) {
      single(out, results.getFirst());
    } else {
      several(out, results);
    }
    table(out, results);
    return out.append("</body></html>\n").toString();
  }

  private static void single(StringBuilder out, BenchResult result) {
    var latencies = result.latencies();
    out.append(
        latencies(
            List.of(
                curve("stored (201) to received", latencies.storedToReceived()),
                curve("due to received", latencies.dueToReceived()),
                curve("due to stored", latencies.dueToStored()),
                curve("pull", latencies.pull()))));
    out.append(
        overTime(
            "Throughput",
            "messages/s",
            List.of(
                seconds("stored", result, Second::stored),
                seconds("received", result, Second::received)),
            result));
    out.append(
        overTime(
            "From stored (201) to received, over time",
            "ms",
            List.of(
                seconds("p50", result, Second::p50Ms),
                seconds("p99", result, Second::p99Ms),
                seconds("max", result, Second::maxMs)),
            result));
    out.append(
        overTime(
            "Stored and not yet received",
            "messages",
            List.of(seconds("backlog", result, Second::missing)),
            result));
    out.append(
        overTime(
            "Resident memory",
            "MB",
            List.of(memory("server", result), memory("driver", result)),
            result));
  }

  private static void several(StringBuilder out, List<BenchResult> results) {
    out.append(
        latencies(
            numbered(
                results, (name, result) -> curve(name, result.latencies().storedToReceived()))));
    var longest =
        results.stream()
            .max(Comparator.comparingInt(result -> result.seconds().size()))
            .orElseThrow();
    out.append(
        overTime(
            "Received, over time",
            "messages/s",
            numbered(results, (name, result) -> seconds(name, result, Second::received)),
            longest));
  }

  private static List<Line> numbered(
      List<BenchResult> results, BiFunction<String, BenchResult, Line> line) {
    return IntStream.range(0, results.size())
        .mapToObj(i -> line.apply((i + 1) + ". " + results.get(i).name(), results.get(i)))
        .toList();
  }

  private static String latencies(List<Line> lines) {
    return Chart.logarithmic("Latency by percentile", "ms", lines, PERCENTILES).svg();
  }

  /** Nines are as far from each other as they are rare. */
  private static Line curve(String name, Latency latency) {
    double last = Math.log10(Math.max(10.0, (double) latency.count()));
    return new Line(
        name,
        latency.curve().stream()
            .map(
                point ->
                    new Xy(
                        Math.min(last, -Math.log10(Math.max(1e-9, 1 - point.percentile() / 100))),
                        point.ms()))
            .toList());
  }

  private static String overTime(String title, String unit, List<Line> lines, BenchResult longest) {
    int step = Math.max(1, longest.seconds().size() / 10);
    var marks = new ArrayList<Mark>();
    for (int second = step; second <= longest.seconds().size(); second += step) {
      marks.add(new Mark(second, second + " s"));
    }
    return Chart.linear(title, unit, lines, marks).svg();
  }

  private static Line seconds(String name, BenchResult result, ToDoubleFunction<Second> value) {
    return new Line(
        name,
        result.seconds().stream()
            .map(second -> new Xy(second.second(), value.applyAsDouble(second)))
            .toList());
  }

  private static Line memory(String process, BenchResult result) {
    var points = new ArrayList<Xy>();
    for (var second : result.seconds()) {
      var now = second.processes().get(process);
      if (now != null) {
        points.add(new Xy(second.second(), now.rssMb()));
      }
    }
    return new Line(process, points);
  }

  private static void table(StringBuilder out, List<BenchResult> results) {
    out.append("<table><tr><th></th>");
    for (int i = 1; i <= results.size(); i++) {
      out.append("<th>").append(results.size() > 1 ? i : "").append("</th>");
    }
    out.append("<td></td></tr>\n");
    for (var figure : Figures.all()) {
      var values = results.stream().map(figure.of()).toList();
      if (values.stream().noneMatch(Optional::isPresent)) {
        continue;
      }
      out.append("<tr><td>").append(figure.name()).append("</td>");
      for (var value : values) {
        out.append("<td>").append(value.map(TextResult::number).orElse("")).append("</td>");
      }
      out.append("<td>").append(figure.unit()).append("</td></tr>\n");
    }
    out.append("</table>\n");
    for (var result : results) {
      for (var note : result.notes()) {
        out.append("<p>").append(Html.escape(note)).append("</p>\n");
      }
      result
          .troubles()
          .forEach(
              (what, times) ->
                  out.append(
                      String.format(
                          Locale.ROOT, "<p>%s (%d times)</p>\n", Html.escape(what), times)));
    }
  }
}
