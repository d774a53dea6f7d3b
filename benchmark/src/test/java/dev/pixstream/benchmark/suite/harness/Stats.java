package dev.pixstream.benchmark.suite.harness;

import java.util.List;
import java.util.Locale;

/** Percentiles and spreads. */
public final class Stats {
  private Stats() {}

  public static double percentile(List<Long> sorted, double share) {
    return sorted.isEmpty()
        ? 0
        : sorted.get(
            (int) Math.min(sorted.size() - 1L, (long) Math.ceil(share * sorted.size()) - 1));
  }

  /** Median with the smallest and the largest in brackets. */
  public static String spread(List<Double> values) {
    var sorted = values.stream().sorted().toList();
    return String.format(
        Locale.ROOT,
        "%.2f [%.2f to %.2f]",
        sorted.get(sorted.size() / 2),
        sorted.getFirst(),
        sorted.getLast());
  }
}
