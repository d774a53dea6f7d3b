package dev.pixstream.benchmark.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Two results side by side. */
public final class Comparison {
  private Comparison() {}

  /** A line for each figure that both have, with the second as a multiple of the first. */
  public static List<String> of(BenchResult a, BenchResult b) {
    var lines = new ArrayList<String>();
    lines.add("A  " + TextResult.setup(a) + " (" + a.when() + ")");
    lines.add("B  " + TextResult.setup(b) + " (" + b.when() + ")");
    if (!a.setup().equals(b.setup())) {
      lines.add("note: the two did not measure the same; their settings differ");
    }
    if (!a.machine().equals(b.machine())) {
      lines.add("note: the two ran on different machines: " + a.machine() + ", " + b.machine());
    }
    lines.add("%-26s %12s %12s %8s  %s".formatted("", "A", "B", "B / A", ""));
    for (var figure : Figures.all()) {
      var first = figure.of().apply(a);
      var second = figure.of().apply(b);
      if (first.isPresent() && second.isPresent()) {
        lines.add(
            "%-26s %12s %12s %8s  %s"
                .formatted(
                    figure.name(),
                    TextResult.number(first.get()),
                    TextResult.number(second.get()),
                    ratio(first.get(), second.get()),
                    figure.unit()));
      }
    }
    lines.add("A  " + TextResult.verdict(a));
    lines.add("B  " + TextResult.verdict(b));
    return List.copyOf(lines);
  }

  private static String ratio(double a, double b) {
    return a == 0 ? "-" : String.format(Locale.ROOT, "%.2f", b / a);
  }
}
