package dev.pixstream.postgres.view;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.view.LaneTotals;
import dev.pixstream.core.store.view.StoreStatistics;
import dev.pixstream.postgres.link.Calls;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Asks how the installation stands. */
public final class PgStatistics {
  private static final String STATISTICS = "SELECT * FROM pixstream.statistics($1)";

  private final Calls calls;

  public PgStatistics(Calls calls) {
    this.calls = calls;
  }

  public CompletionStage<StoreStatistics> read(int lanesMax) {
    return calls.one(STATISTICS, Tuple.of(lanesMax), PgStatistics::statistics);
  }

  private static StoreStatistics statistics(Row row) {
    return new StoreStatistics(
        row.getOffsetDateTime("measured_at").toInstant(),
        totals(row),
        row.getLong("retrying"),
        row.getLong("dead"),
        deadTuples(row),
        row.getLong("xmin_age"),
        seconds(row.getDouble("transaction_age_s")));
  }

  private static LaneTotals totals(Row row) {
    return new LaneTotals(
        row.getLong("backlog"),
        row.getInteger("backlog_lanes"),
        seconds(row.getDouble("backlog_age_s")),
        lanes(row),
        row.getInteger("streams"),
        row.getLong("leased"),
        row.getLong("queued"));
  }

  private static List<LaneTotals.LaneBacklog> lanes(Row row) {
    var names = row.getArrayOfStrings("ispbs");
    var messages = row.getArrayOfLongs("backlogs");
    var ages = row.getArrayOfDoubles("ages_s");
    var lanes = new ArrayList<LaneTotals.LaneBacklog>(names.length);
    for (int i = 0; i < names.length; i++) {
      lanes.add(new LaneTotals.LaneBacklog(LaneId.of(names[i]), messages[i], seconds(ages[i])));
    }
    return lanes;
  }

  private static Map<String, Long> deadTuples(Row row) {
    var tables = row.getArrayOfStrings("tables");
    var tuples = row.getArrayOfLongs("dead_tuples");
    Map<String, Long> dead = new HashMap<>();
    for (int i = 0; i < tables.length; i++) {
      dead.put(tables[i], tuples[i]);
    }
    return dead;
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.max(0, Math.round(seconds * 1_000)));
  }
}
