package dev.pixstream.postgres.view;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.MessageKey;
import dev.pixstream.core.store.view.TimelineStep;
import dev.pixstream.core.store.view.Timelines;
import dev.pixstream.postgres.link.Calls;
import dev.pixstream.postgres.link.Rows;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The life of a message, as PostgreSQL keeps it. */
public final class PgTimelines implements Timelines {
  private static final String LANES_OF = "SELECT pixstream.lanes_of($1, $2) AS ispb";
  private static final String TIMELINE = "SELECT * FROM pixstream.timeline($1, $2)";

  private final Calls calls;

  public PgTimelines(Calls calls) {
    this.calls = calls;
  }

  @Override
  public CompletionStage<List<LaneId>> lanesOf(MessageKey id, int max) {
    return calls.all(
        LANES_OF,
        Tuple.of(id.value(), max),
        rows -> {
          List<LaneId> lanes = new ArrayList<>();
          rows.forEach(row -> lanes.add(LaneId.of(row.getString("ispb"))));
          return lanes;
        });
  }

  @Override
  public CompletionStage<List<TimelineStep>> timeline(LaneId lane, MessageKey id) {
    return calls.all(
        TIMELINE,
        Tuple.of(lane.value(), id.value()),
        rows -> {
          List<TimelineStep> steps = new ArrayList<>();
          rows.forEach(row -> steps.add(step(row)));
          return steps;
        });
  }

  private static TimelineStep step(Row row) {
    return new TimelineStep(
        row.getString("kind"),
        row.getOffsetDateTime("began_at").toInstant(),
        Rows.instant(row, "ended_at"),
        Optional.ofNullable(row.getString("outcome")),
        Optional.ofNullable(row.getString("actor")),
        Optional.ofNullable(row.getInteger("attempt")),
        Optional.ofNullable(row.getString("note")));
  }
}
