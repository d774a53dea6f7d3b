package dev.pixstream.benchmark.settings;

import java.util.List;

/**
 * Which processes are looked at, on this machine and by Linux's {@code /proc}.
 *
 * @param servers the nodes
 * @param databases PostgreSQL's first processes; their children are counted with them
 */
public record Watched(List<Long> servers, List<Long> databases) {
  /** None but the driver itself. */
  public static final Watched NOTHING = new Watched(List.of(), List.of());
}
