package dev.pixstream.postgres.lanes;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.SeqRange;
import dev.pixstream.core.store.MessageLog.NewMessage;
import dev.pixstream.core.store.archive.Attempt;
import dev.pixstream.core.store.archive.LaneArchive;
import dev.pixstream.core.store.audit.Verification;
import dev.pixstream.postgres.link.Answer;
import dev.pixstream.postgres.link.Batcher;
import dev.pixstream.postgres.link.Calls;
import dev.pixstream.postgres.link.Deadlines;
import dev.pixstream.postgres.link.Rows;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** Messages and history, for a coordinator whose streams and claims are elsewhere. */
public final class PgLaneArchive implements LaneArchive {
  private static final String TAILS =
      "SELECT l.ispb, pixstream.tail(l.ispb) AS tail,"
          + " (SELECT e.epoch FROM pixstream.present_epoch e WHERE e.ispb = l.ispb) AS epoch"
          + " FROM unnest($1::text[]) l (ispb)";
  private static final String READ =
      "SELECT batch, epoch, payloads, stored_at FROM pixstream.read_batches($1, $2, $3, $4)";
  private static final String REBUILD =
      "SELECT epoch, tail, head, suspect, attempts, first, gap_froms, gap_tos"
          + " FROM pixstream.rebuild($1, $2)";
  private static final String RECORD =
      "SELECT n FROM pixstream.record_attempts($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,"
          + " $13, $14)";
  private static final String RAISE_FLOORS = "SELECT pixstream.raise_floors($1, 100)";
  private static final String LANES =
      "SELECT ispb FROM pixstream.lane WHERE ispb > $1 ORDER BY ispb LIMIT $2";

  private static final Batch NOTHING = new Batch(0, List.of(), List.of());

  private final Appends appends;
  private final Calls storing;
  private final Calls reading;
  private final Calls working;
  private final Verification verification;
  private final Batcher<Claimed, Batch> reads;

  /**
   * Creates it.
   *
   * @param storing makes lanes anew
   * @param reading reads what was claimed
   * @param working writes the history
   * @param deadlines of each batch that is read
   */
  public PgLaneArchive(
      Appends appends,
      Calls storing,
      Calls reading,
      Calls working,
      Deadlines deadlines,
      Verification verification) {
    this.appends = appends;
    this.storing = storing;
    this.reading = reading;
    this.working = working;
    this.verification = verification;
    this.reads =
        new Batcher<>(deadlines, 1, batch -> false, (batches, late) -> read(batches), late -> {});
  }

  @Override
  public CompletionStage<Appended> append(List<NewMessage> messages) {
    return appends.append(messages);
  }

  @Override
  public CompletionStage<Map<LaneId, Tail>> tails(Collection<LaneId> lanes) {
    return reading.all(
        TAILS,
        Tuple.of((Object) Rows.names(lanes)),
        rows -> {
          Map<LaneId, Tail> tails = new HashMap<>();
          rows.forEach(row -> tails.put(LaneId.of(row.getString(0)), Rows.laneTail(row)));
          return tails;
        });
  }

  @Override
  public CompletionStage<Batch> read(Claimed batch) {
    return reads.ask(batch);
  }

  private CompletionStage<List<Answer<Batch>>> read(List<Claimed> batches) {
    List<String> lanes = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    List<SeqRange> ranges = new ArrayList<>();
    for (int i = 0; i < batches.size(); i++) {
      for (var range : batches.get(i).ranges()) {
        lanes.add(batches.get(i).lane().value());
        places.add(i);
        ranges.add(range);
      }
    }
    var parameters =
        Tuple.of(
            lanes.toArray(String[]::new),
            places.toArray(Integer[]::new),
            Rows.froms(ranges),
            Rows.tos(ranges));
    return reading.all(READ, parameters, rows -> batches(batches.size(), rows));
  }

  private static List<Answer<Batch>> batches(int count, RowSet<Row> rows) {
    List<Batch> batches = new ArrayList<>(Collections.nCopies(count, NOTHING));
    for (var row : rows) {
      int place = row.getInteger(0);
      batches.set(place, joined(batches.get(place), row));
    }
    return batches.stream().<Answer<Batch>>map(Answer.Told::new).toList();
  }

  /** A batch and one more of its ranges. */
  private static Batch joined(Batch before, Row range) {
    var epoch = range.getLong(1);
    var payloads = range.getArrayOfBuffers(2);
    if (payloads == null) {
      return new Batch(epoch == null ? 0 : epoch, before.payloads(), before.storedAt());
    }
    return new Batch(
        epoch == null ? 0 : epoch,
        joined(before.payloads(), Rows.payloads(payloads)),
        joined(before.storedAt(), List.of(range.getOffsetDateTime(3).toInstant())));
  }

  private static <T> List<T> joined(List<T> before, List<T> after) {
    return before.isEmpty() ? after : Stream.concat(before.stream(), after.stream()).toList();
  }

  @Override
  public CompletionStage<Remains> rebuild(LaneId lane, long epochMin) {
    return storing.one(REBUILD, Tuple.of(lane.value(), epochMin), PgLaneArchive::remains);
  }

  @Override
  public CompletionStage<Void> record(List<Attempt> attempts) {
    var parameters =
        Tuple.tuple()
            .addValue(column(attempts, a -> a.lane().value(), String[]::new))
            .addValue(column(attempts, Attempt::epoch, Long[]::new))
            .addValue(column(attempts, a -> a.range().from(), Long[]::new))
            .addValue(column(attempts, a -> a.range().to(), Long[]::new))
            .addValue(column(attempts, Attempt::iterationId, String[]::new))
            .addValue(column(attempts, Attempt::part, Integer[]::new))
            .addValue(column(attempts, Attempt::attempt, Integer[]::new))
            .addValue(column(attempts, Attempt::redelivered, Integer[]::new))
            .addValue(column(attempts, Attempt::stream, Long[]::new))
            .addValue(column(attempts, Attempt::iteration, Integer[]::new))
            .addValue(column(attempts, a -> micros(a.leasedAt()), Long[]::new))
            .addValue(column(attempts, a -> micros(a.leaseUntil()), Long[]::new))
            .addValue(column(attempts, a -> micros(a.endedAt()), Long[]::new))
            .addValue(column(attempts, Attempt::outcome, String[]::new));
    return working.run(RECORD, parameters);
  }

  private static <C> C[] column(
      List<Attempt> attempts, Function<Attempt, C> value, IntFunction<C[]> array) {
    return attempts.stream().map(value).toArray(array);
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  @Override
  public CompletionStage<Void> raiseFloors(List<LaneId> lanes) {
    return working.run(RAISE_FLOORS, Tuple.of((Object) Rows.names(lanes)));
  }

  @Override
  public CompletionStage<List<LaneId>> lanes(Optional<LaneId> after, int max) {
    return working.all(LANES, Tuple.of(after.map(LaneId::value).orElse(""), max), Rows::lanes);
  }

  @Override
  public Verification verification() {
    return verification;
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
