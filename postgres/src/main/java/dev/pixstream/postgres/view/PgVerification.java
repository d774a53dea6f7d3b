package dev.pixstream.postgres.view;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.SeqRange;
import dev.pixstream.core.store.audit.Place;
import dev.pixstream.core.store.audit.Place.What;
import dev.pixstream.core.store.audit.Snapshot;
import dev.pixstream.core.store.audit.Verification;
import dev.pixstream.postgres.link.Calls;
import dev.pixstream.postgres.link.Rows;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Where the messages are in PostgreSQL; each look is of one moment. */
public final class PgVerification implements Verification {
  private static final String LANES =
      "SELECT l.ispb FROM pixstream.lane l WHERE l.ispb >= $1 ORDER BY l.ispb LIMIT $2";
  private static final String PLACES =
      "SELECT start, till, tail, head, streams, whats, streams_of, froms, tos"
          + " FROM pixstream.places($1, $2, $3)";

  private final Calls calls;

  public PgVerification(Calls calls) {
    this.calls = calls;
  }

  @Override
  public CompletionStage<List<LaneId>> lanes(Optional<LaneId> from, int lanesMax) {
    return calls.all(LANES, Tuple.of(from.map(LaneId::value).orElse(""), lanesMax), Rows::lanes);
  }

  @Override
  public CompletionStage<Snapshot> look(LaneId lane, long after, int messagesMax) {
    return calls.one(
        PLACES, Tuple.of(lane.value(), after, messagesMax), row -> snapshot(lane, row));
  }

  private static Snapshot snapshot(LaneId lane, Row row) {
    long tail = row.getLong("tail");
    long head = row.getLong("head");
    var whats = row.getArrayOfStrings("whats");
    var streams = row.getArrayOfLongs("streams_of");
    var froms = row.getArrayOfLongs("froms");
    var tos = row.getArrayOfLongs("tos");
    var places = new ArrayList<Place>(whats.length + 1);
    for (int i = 0; i < whats.length; i++) {
      places.add(
          new Place(what(whats[i]), Long.toString(streams[i]), new SeqRange(froms[i], tos[i])));
    }
    if (head < tail) {
      places.add(Place.of(What.BEYOND_HEAD, new SeqRange(head, tail)));
    }
    return new Snapshot(
        lane,
        row.getLong("start"),
        row.getLong("till"),
        tail,
        head,
        row.getInteger("streams"),
        true,
        places);
  }

  private static What what(String word) {
    return switch (word) {
      case "stored" -> What.STORED;
      case "confirmed" -> What.CONFIRMED;
      case "returned" -> What.RETURNED;
      case "leased" -> What.LEASED;
      case "stranded" -> What.LEASED_BY_NONE;
      case "second" -> What.LEASED_TWICE;
      default -> throw new IllegalStateException("no place: " + word);
    };
  }
}
