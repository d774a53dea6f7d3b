package dev.pixstream.server.console;

import dev.pixstream.core.store.view.TimelineStep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A step of a message's life as it is shown.
 *
 * @param tone good, bad, busy or plain
 * @param sinceFirst after the message was stored
 * @param took empty: it has no duration
 * @param goesOn whether it is still under way
 * @param x where its bar begins, of 1,000
 * @param width of its bar
 */
public record TimelineRow(
    TimelineStep step,
    String tone,
    Duration sinceFirst,
    Optional<Duration> took,
    boolean goesOn,
    double x,
    double width) {
  private static final double WIDTH = 1_000;
  private static final double WIDTH_MIN = 6;

  /** The steps, with bars drawn on one scale. */
  static List<TimelineRow> of(List<TimelineStep> steps, Instant now) {
    var rows = new ArrayList<TimelineRow>();
    if (steps.isEmpty()) {
      return rows;
    }
    var first = steps.getFirst().began();
    var last = first;
    for (var step : steps) {
      var end = goesOn(step) ? now : step.ended().orElse(step.began());
      last = end.isAfter(last) ? end : last;
    }
    double unit = WIDTH / Math.max(1, Duration.between(first, last).toMillis());
    for (var step : steps) {
      boolean goesOn = goesOn(step);
      var took =
          (goesOn ? Optional.of(now) : step.ended()).map(e -> Duration.between(step.began(), e));
      var since = Duration.between(first, step.began());
      double width = Math.max(WIDTH_MIN, took.map(Duration::toMillis).orElse(0L) * unit);
      rows.add(
          new TimelineRow(
              step,
              tone(step),
              since,
              took,
              goesOn,
              Math.min(since.toMillis() * unit, WIDTH - WIDTH_MIN),
              Math.min(width, WIDTH)));
    }
    return rows;
  }

  /** The key of what it is called. */
  public String key() {
    return step.outcome()
        .map(outcome -> "step." + step.kind() + "." + outcome)
        .orElse("step." + step.kind());
  }

  private static boolean goesOn(TimelineStep step) {
    var outcome = step.outcome().orElse("");
    return step.ended().isEmpty()
        && (outcome.equals("leased") || outcome.equals("running") || step.kind().equals("queued"));
  }

  private static String tone(TimelineStep step) {
    return switch (step.outcome().orElse(step.kind())) {
      case "confirmed", "processed", "done" -> "good";
      case "dead", "expired", "lost", "discarded" -> "bad";
      case "released", "retrying", "replayed" -> "warn";
      case "leased", "running", "queued" -> "busy";
      default -> "plain";
    };
  }
}
