package dev.pixstream.benchmark.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/** A line chart as SVG. */
final class Chart {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 280;
  private static final int LEFT = 70;
  private static final int TOP = 30;
  private static final int RIGHT = 20;
  private static final int BOTTOM = 40;
  private static final List<String> COLOURS =
      List.of("#1f6feb", "#d1242f", "#1a7f37", "#9a6700", "#8250df", "#0a7d91");

  /** A point. */
  record Xy(double x, double y) {}

  /** A line with its name. */
  record Line(String name, List<Xy> points) {}

  /** A place on the x axis that has a name. */
  record Mark(double x, String name) {}

  private final String title;
  private final String yUnit;
  private final List<Line> lines;
  private final List<Mark> marks;
  private final boolean logarithmic;
  private final double xMin;
  private final double xMax;
  private final double yMin;
  private final double yMax;

  private Chart(
      String title, String yUnit, List<Line> lines, List<Mark> marks, boolean logarithmic) {
    this.title = title;
    this.yUnit = yUnit;
    this.lines = lines.stream().filter(line -> !line.points().isEmpty()).toList();
    this.marks = marks;
    this.logarithmic = logarithmic;
    var points = this.lines.stream().flatMap(line -> line.points().stream()).toList();
    this.xMin = points.stream().mapToDouble(Xy::x).min().orElse(0);
    this.xMax = Math.max(xMin + 1e-9, points.stream().mapToDouble(Xy::x).max().orElse(1));
    this.yMin =
        logarithmic ? points.stream().mapToDouble(Xy::y).filter(y -> y > 0).min().orElse(0.001) : 0;
    double largest = points.stream().mapToDouble(Xy::y).max().orElse(1);
    this.yMax = Math.max(yMin + 1e-9, logarithmic ? largest : largest * 1.05);
  }

  /** With both axes linear. */
  static Chart linear(String title, String yUnit, List<Line> lines, List<Mark> marks) {
    return new Chart(title, yUnit, lines, marks, false);
  }

  /** With a logarithmic y axis. */
  static Chart logarithmic(String title, String yUnit, List<Line> lines, List<Mark> marks) {
    return new Chart(title, yUnit, lines, marks, true);
  }

  String svg() {
    if (lines.isEmpty()) {
      return "";
    }
    var out = new StringBuilder();
    out.append("<figure><figcaption>").append(Html.escape(title)).append("</figcaption>");
    out.append("<svg viewBox=\"0 0 ").append(WIDTH).append(' ').append(HEIGHT);
    out.append("\" role=\"img\" aria-label=\"").append(Html.escape(title)).append("\">");
    for (double y : ticks()) {
      line(out, LEFT, y(y), WIDTH - RIGHT, y(y), "grid");
      text(out, LEFT - 6, y(y) + 4, "end", number(y));
    }
    text(out, LEFT - 6, TOP - 12, "end", yUnit);
    for (var mark : marks) {
      if (mark.x() >= xMin && mark.x() <= xMax) {
        line(out, x(mark.x()), TOP, x(mark.x()), HEIGHT - BOTTOM, "grid");
        text(out, x(mark.x()), HEIGHT - BOTTOM + 16, "middle", mark.name());
      }
    }
    for (int i = 0; i < lines.size(); i++) {
      draw(out, lines.get(i), COLOURS.get(i % COLOURS.size()));
    }
    out.append("</svg>");
    legend(out);
    return out.append("</figure>\n").toString();
  }

  private void draw(StringBuilder out, Line line, String colour) {
    out.append("<polyline fill=\"none\" stroke-width=\"1.5\" stroke=\"").append(colour);
    out.append("\" points=\"");
    for (var point : line.points()) {
      out.append(decimal(x(point.x()))).append(',').append(decimal(y(point.y()))).append(' ');
    }
    out.append("\"/>");
    if (line.points().size() < 30) {
      for (var point : line.points()) {
        out.append("<circle r=\"2.5\" fill=\"").append(colour).append("\" cx=\"");
        out.append(decimal(x(point.x()))).append("\" cy=\"").append(decimal(y(point.y())));
        out.append("\"><title>").append(number(point.y())).append("</title></circle>");
      }
    }
  }

  private void legend(StringBuilder out) {
    out.append("<p class=\"legend\">");
    for (int i = 0; i < lines.size(); i++) {
      out.append("<span style=\"color:").append(COLOURS.get(i % COLOURS.size()));
      out.append("\">&#9632;</span> ").append(Html.escape(lines.get(i).name())).append(" &ensp;");
    }
    out.append("</p>");
  }

  private List<Double> ticks() {
    var ticks = new ArrayList<Double>();
    if (logarithmic) {
      for (double y = Math.pow(10, Math.ceil(Math.log10(yMin))); y <= yMax; y *= 10) {
        ticks.add(y);
      }
      ticks.add(yMax);
      return ticks;
    }
    double rough = yMax / 5;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double step = power * (rough / power >= 5 ? 5 : rough / power >= 2 ? 2 : 1);
    for (double y = 0; y <= yMax; y += step) {
      ticks.add(y);
    }
    return ticks;
  }

  private double x(double value) {
    return LEFT + (value - xMin) / (xMax - xMin) * (WIDTH - LEFT - RIGHT);
  }

  private double y(double value) {
    DoubleUnaryOperator scale = logarithmic ? Math::log10 : DoubleUnaryOperator.identity();
    double low = scale.applyAsDouble(yMin);
    double at = scale.applyAsDouble(Math.clamp(value, yMin, yMax));
    double share = (at - low) / Math.max(1e-9, scale.applyAsDouble(yMax) - low);
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
  }

  private static void line(
      StringBuilder out, double x1, double y1, double x2, double y2, String kind) {
    out.append("<line class=\"").append(kind).append("\" x1=\"").append(decimal(x1));
    out.append("\" y1=\"").append(decimal(y1)).append("\" x2=\"").append(decimal(x2));
    out.append("\" y2=\"").append(decimal(y2)).append("\"/>");
  }

  private static void text(StringBuilder out, double x, double y, String anchor, String text) {
    out.append("<text text-anchor=\"").append(anchor).append("\" x=\"").append(decimal(x));
    out.append("\" y=\"").append(decimal(y)).append("\">");
    out.append(Html.escape(text)).append("</text>");
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  static String number(double value) {
    if (value >= 10_000) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    var text = String.format(Locale.ROOT, "%.3f", value);
    return text.replaceFirst("\\.?0+$", "");
  }
}
