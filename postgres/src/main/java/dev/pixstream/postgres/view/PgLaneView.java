package dev.pixstream.postgres.view;

import dev.pixstream.core.model.IterationId;
import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.SeqRange;
import dev.pixstream.core.store.view.LaneDetail;
import dev.pixstream.core.store.view.LaneSample;
import dev.pixstream.core.store.view.LaneState;
import dev.pixstream.core.store.view.LaneTotals;
import dev.pixstream.core.store.view.LaneView;
import dev.pixstream.core.store.view.StoreStatistics;
import dev.pixstream.postgres.link.Calls;
import dev.pixstream.postgres.link.Rows;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/** How lanes stand, where PostgreSQL keeps the claims. */
public final class PgLaneView implements LaneView {
  private static final String SAMPLE = "SELECT * FROM pixstream.sample_lanes($1, $2)";
  private static final String END =
      "SELECT ended, messages, nodes, maxes, waiter FROM pixstream.end_by_hand($1, $2)";

  private final Calls looking;
  private final Calls claiming;
  private final PgStatistics statistics;

  public PgLaneView(Calls looking, Calls claiming, PgStatistics statistics) {
    this.looking = looking;
    this.claiming = claiming;
    this.statistics = statistics;
  }

  @Override
  public CompletionStage<LaneSample> sample(Optional<Instant> since, Set<LaneId> watched) {
    var parameters =
        Tuple.tuple()
            .addOffsetDateTime(since.map(time -> time.atOffset(ZoneOffset.UTC)).orElse(null))
            .addArrayOfString(Rows.names(watched));
    return looking.all(SAMPLE, parameters, PgLaneView::read);
  }

  @Override
  public CompletionStage<LaneTotals> totals(int lanesMax) {
    return statistics.read(lanesMax).thenApply(StoreStatistics::lanes);
  }

  @Override
  public CompletionStage<Ended> end(LaneId lane, long stream) {
    return claiming.one(
        END,
        Tuple.of(lane.value(), stream),
        row ->
            new Ended(
                row.getBoolean("ended"),
                Rows.arrival(row, row.getInteger("messages")),
                Optional.ofNullable(row.getString("waiter")).map(IterationId::new)));
  }

  private static LaneSample read(RowSet<Row> rows) {
    var lanes = new ArrayList<LaneState>(rows.size());
    var time = Instant.EPOCH;
    for (var row : rows) {
      time = row.getOffsetDateTime("measured_at").toInstant();
      lanes.add(lane(row));
    }
    return new LaneSample(time, lanes);
  }

  private static LaneState lane(Row row) {
    return new LaneState(
        LaneId.of(row.getString("ispb")),
        row.getLong("tail"),
        row.getLong("head"),
        row.getLong("backlog"),
        Rows.instant(row, "oldest_at"),
        row.getInteger("streams"),
        row.getInteger("waiting"),
        row.getLong("leased"),
        row.getLong("redelivered"),
        row.getLong("redelivered_lately"),
        row.getLong("processed"),
        row.getLong("dead"),
        Optional.ofNullable(row.getJsonObject("detail")).map(PgLaneView::detail));
  }

  private static LaneDetail detail(JsonObject json) {
    var streams =
        json.getJsonArray("streams").stream()
            .map(JsonObject.class::cast)
            .map(PgLaneView::stream)
            .toList();
    return new LaneDetail(json.getLong("cleaned"), ranges(json.getJsonArray("returned")), streams);
  }

  private static LaneDetail.OpenStream stream(JsonObject json) {
    return new LaneDetail.OpenStream(
        json.getLong("number"),
        json.getString("digest"),
        json.getString("node"),
        Instant.ofEpochMilli(json.getLong("opened")),
        Instant.ofEpochMilli(json.getLong("pulled")),
        json.getBoolean("waiting"),
        Optional.ofNullable(json.getInteger("batch")),
        Instant.ofEpochMilli(json.getLong("until")),
        json.getInteger("redelivered"),
        ranges(json.getJsonArray("ranges")));
  }

  private static List<SeqRange> ranges(JsonArray pairs) {
    return IntStream.range(0, pairs.size())
        .mapToObj(pairs::getJsonArray)
        .map(pair -> new SeqRange(pair.getLong(0), pair.getLong(1)))
        .toList();
  }
}
