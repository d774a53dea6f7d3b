package dev.pixstream.benchmark.settings;

import java.time.Duration;

/**
 * What is stored.
 *
 * @param mode how
 * @param rate messages a second, with {@link Mode#OPEN}
 * @param messages the backlog, with {@link Mode#DRAIN}
 * @param arrayMax how many messages of a lane go into one request at most, 1 to 1000
 * @param linger how long a message may wait for others of its lane; its latency counts this wait
 * @param publishers how many connections store
 * @param seed of the choice of lanes
 */
public record Load(
    Mode mode,
    double rate,
    long messages,
    int arrayMax,
    Duration linger,
    int publishers,
    long seed) {}
