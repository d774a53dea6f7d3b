package dev.pixstream.postgres.link;

import dev.pixstream.core.model.Arrival;
import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.Payload;
import dev.pixstream.core.model.SeqRange;
import dev.pixstream.core.store.archive.LaneArchive.Tail;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Reads what several functions of the schema answer alike. */
public final class Rows {
  private Rows() {}

  public static List<Payload> payloads(Row row) {
    return payloads(row.getArrayOfBuffers("payloads"));
  }

  public static List<Payload> payloads(Buffer[] payloads) {
    return Arrays.stream(payloads).map(b -> new Payload(b.getBytes())).toList();
  }

  public static Arrival arrival(Row row, int messages) {
    var nodes = row.getArrayOfStrings("nodes");
    if (nodes == null) {
      return new Arrival(messages, List.of());
    }
    var maxes = row.getArrayOfIntegers("maxes");
    var waiting = new ArrayList<Arrival.Waiting>(nodes.length);
    for (int i = 0; i < nodes.length; i++) {
      waiting.add(new Arrival.Waiting(nodes[i], maxes[i]));
    }
    return new Arrival(messages, waiting);
  }

  public static Tail laneTail(Row row) {
    return new Tail(
        Objects.requireNonNullElse(row.getLong("tail"), 0L),
        Objects.requireNonNullElse(row.getLong("epoch"), 0L));
  }

  public static Optional<Instant> instant(Row row, String column) {
    return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
  }

  public static Long[] froms(List<SeqRange> ranges) {
    return ranges.stream().map(SeqRange::from).toArray(Long[]::new);
  }

  public static Long[] tos(List<SeqRange> ranges) {
    return ranges.stream().map(SeqRange::to).toArray(Long[]::new);
  }

  public static List<SeqRange> ranges(Long[] froms, Long[] tos) {
    var ranges = new ArrayList<SeqRange>(froms.length);
    for (int i = 0; i < froms.length; i++) {
      ranges.add(new SeqRange(froms[i], tos[i]));
    }
    return SeqRange.joined(ranges);
  }

  /** The first column. */
  public static List<LaneId> lanes(RowSet<Row> rows) {
    var lanes = new ArrayList<LaneId>(rows.size());
    rows.forEach(row -> lanes.add(LaneId.of(row.getString(0))));
    return lanes;
  }

  public static String[] names(Collection<LaneId> lanes) {
    return lanes.stream().map(LaneId::value).toArray(String[]::new);
  }
}
