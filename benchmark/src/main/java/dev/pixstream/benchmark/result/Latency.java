package dev.pixstream.benchmark.result;

import java.util.Arrays;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * How long something took.
 *
 * @param count how often it was measured
 * @param curve points for a chart
 */
public record Latency(
    long count,
    double meanMs,
    double p50Ms,
    double p90Ms,
    double p99Ms,
    double p999Ms,
    double maxMs,
    List<Point> curve) {

  /** So much of it took at most so long. */
  public record Point(double percentile, double ms) {}

  private static final double[] PERCENTILES = {
    0, 10, 20, 30, 40, 50, 60, 70, 75, 80, 85, 90, 92.5, 95, 97.5, 99, 99.5, 99.75, 99.9, 99.95,
    99.99, 99.995, 99.999, 100
  };

  public static Latency of(Histogram micros) {
    return new Latency(
        micros.getTotalCount(),
        micros.getTotalCount() == 0 ? 0 : round(micros.getMean()),
        at(micros, 50),
        at(micros, 90),
        at(micros, 99),
        at(micros, 99.9),
        at(micros, 100),
        micros.getTotalCount() == 0
            ? List.of()
            : Arrays.stream(PERCENTILES)
                .mapToObj(percentile -> new Point(percentile, at(micros, percentile)))
                .toList());
  }

  /** The largest is told as it is, not as the end of its bucket. */
  private static double at(Histogram micros, double percentile) {
    if (micros.getTotalCount() == 0) {
      return 0;
    }
    return round((double) Math.min(micros.getMaxValue(), micros.getValueAtPercentile(percentile)));
  }

  private static double round(double micros) {
    return Math.round(micros) / 1000.0;
  }
}
