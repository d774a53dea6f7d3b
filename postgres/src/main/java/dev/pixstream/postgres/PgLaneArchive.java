package dev.pixstream.postgres;

import dev.pixstream.core.Ispb;
import dev.pixstream.core.LaneArchive;
import dev.pixstream.core.MessageLog.NewMessage;
import dev.pixstream.core.processing.SeqRange;
import dev.pixstream.core.verification.Verification;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Messages and history, for a coordinator whose streams and claims are elsewhere. */
final class PgLaneArchive implements LaneArchive {
  private static final String APPEND =
      "SELECT inserted, duplicates, conflict, backlog, nodes, maxes, pixstream.tail($1) AS tail"
          + " FROM pixstream.append($1, $2, $3, $4)";
  private static final String TAILS =
      "SELECT l.ispb, l.tail FROM pixstream.lane l WHERE l.ispb = ANY ($1)";
  private static final String READ =
      "SELECT epoch, payloads, stored_ats FROM pixstream.read_batch($1, $2, $3)";
  private static final String REBUILD =
      "SELECT epoch, tail, head, suspect, attempts, first, gap_froms, gap_tos"
          + " FROM pixstream.rebuild($1, $2)";

  private final Calls storing;
  private final Calls reading;
  private final long backlogMax;
  private final Verification verification;

  PgLaneArchive(Calls storing, Calls reading, long backlogMax, Verification verification) {
    this.storing = storing;
    this.reading = reading;
    this.backlogMax = backlogMax;
    this.verification = verification;
  }

  @Override
  public CompletionStage<Appended> append(Ispb ispb, List<NewMessage> messages) {
    return storing.one(
        APPEND,
        PgMessageLog.appended(ispb, messages, backlogMax),
        row -> new Appended(PgMessageLog.appendOutcome(row, backlogMax), row.getLong("tail")));
  }

  @Override
  public CompletionStage<Map<Ispb, Long>> tails(Collection<Ispb> ispbs) {
    var lanes = ispbs.stream().map(Ispb::value).toArray(String[]::new);
    return reading.all(
        TAILS,
        Tuple.of((Object) lanes),
        rows -> {
          Map<Ispb, Long> tails = new HashMap<>();
          rows.forEach(row -> tails.put(new Ispb(row.getString(0)), row.getLong(1)));
          return tails;
        });
  }

  @Override
  public CompletionStage<Batch> read(Ispb ispb, List<SeqRange> ranges) {
    var parameters = Tuple.of(ispb.value(), Rows.froms(ranges), Rows.tos(ranges));
    return reading.one(READ, parameters, PgLaneArchive::batch);
  }

  @Override
  public CompletionStage<Remains> rebuild(Ispb ispb, long epochMin) {
    return storing.one(REBUILD, Tuple.of(ispb.value(), epochMin), PgLaneArchive::remains);
  }

  @Override
  public Verification verification() {
    return verification;
  }

  private static Batch batch(Row row) {
    var epoch = row.getLong("epoch");
    Buffer[] payloads = row.getArrayOfBuffers("payloads");
    if (payloads == null) {
      return new Batch(epoch == null ? 0 : epoch, List.of(), List.of());
    }
    var times = row.getArrayOfOffsetDateTimes("stored_ats");
    return new Batch(
        epoch == null ? 0 : epoch,
        Rows.payloads(payloads),
        Arrays.stream(times).map(OffsetDateTime::toInstant).toList());
  }

  private static Remains remains(Row row) {
    return new Remains(
        row.getLong("epoch"),
        row.getLong("tail"),
        row.getLong("head"),
        row.getLong("suspect"),
        row.getInteger("attempts"),
        row.getBoolean("first"),
        Rows.ranges(row.getArrayOfLongs("gap_froms"), row.getArrayOfLongs("gap_tos")));
  }
}
