package dev.pixstream.benchmark.settings;

import java.time.Duration;

/**
 * How long a measurement takes.
 *
 * @param warmup load that is checked but not measured
 * @param duration what is measured; a drain ends earlier when all is read
 * @param settle how long nothing may come after that before what is missing counts as missing
 */
public record Phases(Duration warmup, Duration duration, Duration settle) {}
