package dev.pixstream.benchmark.page;

import dev.pixstream.benchmark.page.Chart.Line;
import dev.pixstream.benchmark.page.Chart.Mark;
import dev.pixstream.benchmark.page.Chart.Xy;
import dev.pixstream.benchmark.result.BenchResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** How the throughput goes with the one setting in which several results differ. */
final class Scaling {

  private record Setting(String name, ToDoubleFunction<BenchResult.Setup> of) {}

  /** The first that differs is shown; lanes and nodes bring more collectors with them. */
  private static final List<Setting> SETTINGS =
      List.of(
          new Setting("nodes", BenchResult.Setup::nodes),
          new Setting("messages in the backlog", BenchResult.Setup::messages),
          new Setting("messages/s asked for", BenchResult.Setup::rate),
          new Setting("lanes", BenchResult.Setup::lanes),
          new Setting("collectors", BenchResult.Setup::collectors),
          new Setting("messages in a request", BenchResult.Setup::arrayMax),
          new Setting("publishers", BenchResult.Setup::publishers));

  private Scaling() {}

  static Optional<Chart> chart(List<BenchResult> results) {
    return SETTINGS.stream()
        .filter(
            setting ->
                results.stream()
                        .mapToDouble(result -> setting.of().applyAsDouble(result.setup()))
                        .distinct()
                        .count()
                    > 1)
        .findFirst()
        .map(setting -> chart(setting, results));
  }

  /** Of several results with the same setting the mean is shown. */
  private static Chart chart(Setting setting, List<BenchResult> results) {
    Map<Double, double[]> sums = new TreeMap<>();
    for (var result : results) {
      var sum =
          sums.computeIfAbsent(setting.of().applyAsDouble(result.setup()), _ -> new double[3]);
      sum[0] += result.rates().receivedPerSecond();
      sum[1] += result.rates().storedPerSecond();
      sum[2]++;
    }
    var values = List.copyOf(sums.keySet());
    var marks = values.stream().map(x -> new Mark(place(values, x), Chart.number(x))).toList();
    return Chart.linear(
        "Scaling: throughput by " + setting.name(),
        "messages/s",
        List.of(line("received", sums, values, 0), line("stored", sums, values, 1)),
        marks);
  }

  private static Line line(
      String name, Map<Double, double[]> sums, List<Double> values, int which) {
    return new Line(
        name,
        sums.entrySet().stream()
            .map(
                entry ->
                    new Xy(
                        place(values, entry.getKey()),
                        entry.getValue()[which] / entry.getValue()[2]))
            .toList());
  }

  /** Side by side: 10 thousand and 10 million would not fit on one linear axis. */
  private static double place(List<Double> values, double value) {
    return values.indexOf(value);
  }
}
