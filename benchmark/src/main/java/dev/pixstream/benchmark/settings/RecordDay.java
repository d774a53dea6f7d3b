package dev.pixstream.benchmark.settings;

import java.time.Duration;

/**
 * The busiest day of Pix so far, 5 December 2025: 313.3 million payments, 3,626 a second on
 * average. With three messages for each, about 11,000 messages a second in real time.
 */
public final class RecordDay {
  /** Messages a second. */
  public static final double RATE = 11_000;

  public static final String NAME = "record-day";
  public static final Duration DURATION = Duration.ofMinutes(10);
  public static final Duration WARMUP = Duration.ofMinutes(1);

  /** Messages for the same lane within this time travel together, as from a gateway. */
  public static final Duration LINGER = Duration.ofMillis(50);

  public static final int ARRAY_MAX = 100;

  private RecordDay() {}

  /** 900 institutions by Zipf's law; six collectors on each of the busiest 300, one on the rest. */
  public static LaneLayout lanes() {
    return new LaneLayout(900, 1.0, 300, 6, 1);
  }
}
