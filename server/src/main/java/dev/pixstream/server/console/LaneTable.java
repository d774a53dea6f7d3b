package dev.pixstream.server.console;

import dev.pixstream.server.console.live.LaneRow;
import java.util.List;

/**
 * A page of lanes.
 *
 * @param total how many were found
 * @param pages how many pages they take
 */
public record LaneTable(List<LaneRow> rows, LaneQuery query, int total, int pages) {
  public LaneTable {
    rows = List.copyOf(rows);
  }

  /** Its columns in their order. */
  public static List<String> columns() {
    return List.of(
        "ispb",
        "backlog",
        "age",
        "stored",
        "delivered",
        "processed",
        "streams",
        "inFlight",
        "redelivered",
        "dead");
  }
}
