package dev.pixstream.benchmark.result;

import java.util.Map;

/**
 * One second of the window.
 *
 * @param second its number, from 1
 * @param p50Ms from stored (its 201) to received, of what was received in it; so are the next two
 * @param missing stored and not received at its end
 * @param processes how server, database and driver stood
 */
public record Second(
    int second,
    long stored,
    long received,
    long pulls,
    double p50Ms,
    double p99Ms,
    double maxMs,
    long missing,
    Map<String, Usage.Now> processes) {

  public static final Second ZERO = new Second(0, 0, 0, 0, 0, 0, 0, 0, Map.of());
}
