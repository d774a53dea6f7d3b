package dev.pixstream.postgres.view;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.view.LaneFacts;
import dev.pixstream.postgres.link.Calls;
import dev.pixstream.postgres.link.Rows;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** What PostgreSQL knows of lanes whose claims are in another store. */
public final class PgLaneFacts implements LaneFacts {
  private static final String LANES =
      "SELECT ispb FROM pixstream.lane UNION SELECT ispb FROM pixstream.lane_epoch ORDER BY ispb";
  private static final String FACTS =
      "SELECT measured_at, ispb, tail, head, open, oldest_at, undone AS queued, processed, dead, cleaned"
          + " FROM pixstream.lane_facts($1, $2, $3, $4)";

  private final Calls looking;

  public PgLaneFacts(Calls looking) {
    this.looking = looking;
  }

  @Override
  public CompletionStage<List<LaneId>> lanes() {
    return looking.all(LANES, Tuple.tuple(), Rows::lanes);
  }

  @Override
  public CompletionStage<Facts> facts(Optional<Instant> since, List<Reach> lanes) {
    var parameters =
        Tuple.tuple()
            .addOffsetDateTime(since.map(time -> time.atOffset(ZoneOffset.UTC)).orElse(null))
            .addArrayOfString(
                lanes.stream().map(reach -> reach.lane().value()).toArray(String[]::new))
            .addArrayOfLong(numbers(lanes, Reach::head))
            .addArrayOfLong(numbers(lanes, Reach::firstReturned));
    return looking.all(
        FACTS,
        parameters,
        rows -> {
          List<LaneFact> facts = new ArrayList<>(rows.size());
          var time = Instant.EPOCH;
          for (var row : rows) {
            time = row.getOffsetDateTime("measured_at").toInstant();
            facts.add(fact(row));
          }
          return new Facts(time, facts);
        });
  }

  private static Long[] numbers(List<Reach> lanes, Function<Reach, OptionalLong> number) {
    return lanes.stream()
        .map(number)
        .map(found -> found.isPresent() ? found.getAsLong() : null)
        .toArray(Long[]::new);
  }

  private static LaneFact fact(Row row) {
    return new LaneFact(
        LaneId.of(row.getString("ispb")),
        row.getLong("tail"),
        row.getLong("head"),
        row.getLong("open"),
        Rows.instant(row, "oldest_at"),
        row.getLong("queued"),
        row.getLong("processed"),
        row.getLong("dead"),
        row.getLong("cleaned"));
  }
}
