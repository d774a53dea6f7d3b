package dev.pixstream.benchmark.suite.harness;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The backlog that most measurements drain: four lanes, six collectors on each. */
public record Workload(int messages) {
  public static final String MANY = "multipart/json";
  public static final String ONE = "application/json";

  private static final List<String> LANES = List.of("00000001", "00000002", "00000003", "00000004");
  private static final int COLLECTORS_PER_LANE = 6;

  public static List<String> lanes() {
    return LANES;
  }

  /** Stores it. */
  public void fill(Database database) throws SQLException {
    for (var lane : LANES) {
      database.fill(lane, messages / LANES.size());
    }
  }

  /** Reads it, until the time is over or all is read. */
  public static Drain.Result drain(Endpoint endpoint, String accept, Duration timeMax)
      throws Exception {
    return new Drain(endpoint, accept, timeMax).run(LANES, COLLECTORS_PER_LANE);
  }

  /** A line for people. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d messages on %d lanes, %d collectors",
        messages,
        LANES.size(),
        LANES.size() * COLLECTORS_PER_LANE);
  }
}
