package dev.pixstream.postgres.lanes;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.MessageKey;
import dev.pixstream.core.model.Payload;
import dev.pixstream.core.model.SeqRange;
import dev.pixstream.core.store.AppendOutcome;
import dev.pixstream.core.store.MessageHistory;
import dev.pixstream.core.store.MessageLog;
import dev.pixstream.core.store.archive.LaneArchive;
import dev.pixstream.core.store.queue.Payment;
import dev.pixstream.postgres.link.Calls;
import dev.pixstream.postgres.link.Rows;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The messages in PostgreSQL. Storing waits for the disk; it does not wait for pulls, nor they for
 * it.
 */
public final class PgMessageLog implements MessageLog {
  private static final String FIND =
      "SELECT * FROM (SELECT seq, stored_at, payload, attempt, stream_id, leased_at, lease_until, ended_at,"
          + " outcome, processing, failures, next_attempt_at, processed_at"
          + " FROM pixstream.message_history WHERE ispb = $1 AND end_to_end_id = $2"
          + " ORDER BY attempt DESC LIMIT $3) latest ORDER BY attempt";
  private static final String LOAD =
      "SELECT seq, end_to_end_id, stored_at, payload FROM pixstream.load($1, $2, $3)";

  private final Appends appends;
  private final Calls storing;
  private final Calls work;

  public PgMessageLog(Appends appends, Calls storing, Calls work) {
    this.appends = appends;
    this.storing = storing;
    this.work = work;
  }

  @Override
  public CompletionStage<AppendOutcome> append(List<NewMessage> messages) {
    return appends.append(messages).thenApply(LaneArchive.Appended::outcome);
  }

  @Override
  public CompletionStage<Optional<MessageHistory>> find(LaneId lane, MessageKey key) {
    var parameters = Tuple.of(lane.value(), key.value(), MessageHistory.DELIVERIES_MAX);
    return storing.all(FIND, parameters, PgMessageLog::history);
  }

  @Override
  public CompletionStage<List<Payment>> load(LaneId lane, List<SeqRange> ranges) {
    var parameters = Tuple.of(lane.value(), Rows.froms(ranges), Rows.tos(ranges));
    return work.all(
        LOAD,
        parameters,
        rows -> {
          List<Payment> payments = new ArrayList<>(rows.size());
          rows.forEach(row -> payments.add(payment(lane, row)));
          return payments;
        });
  }

  private static Payment payment(LaneId lane, Row row) {
    return new Payment(
        lane,
        row.getLong(0),
        new MessageKey(row.getString(1)),
        row.getOffsetDateTime(2).toInstant(),
        new Payload(row.getBuffer(3).getBytes()));
  }

  private static Optional<MessageHistory> history(RowSet<Row> rows) {
    List<MessageHistory.Delivery> deliveries = new ArrayList<>();
    Optional<Row> message = Optional.empty();
    Optional<MessageHistory.Processing> processing = Optional.empty();
    for (var row : rows) {
      message = Optional.of(row);
      if (row.getInteger("attempt") != null) {
        deliveries.add(delivery(row));
        processing = processing.or(() -> processing(row));
      }
    }
    if (message.isEmpty()) {
      return Optional.empty();
    }
    var row = message.get();
    return Optional.of(
        new MessageHistory(
            row.getLong("seq"),
            row.getOffsetDateTime("stored_at").toInstant(),
            new Payload(row.getBuffer("payload").getBytes()),
            deliveries,
            processing));
  }

  private static MessageHistory.Delivery delivery(Row row) {
    return new MessageHistory.Delivery(
        row.getLong("stream_id"),
        row.getInteger("attempt"),
        row.getOffsetDateTime("leased_at").toInstant(),
        row.getOffsetDateTime("lease_until").toInstant(),
        Rows.instant(row, "ended_at"),
        row.getString("outcome"));
  }

  private static Optional<MessageHistory.Processing> processing(Row row) {
    return Optional.ofNullable(row.getString("processing"))
        .map(
            state ->
                new MessageHistory.Processing(
                    state,
                    row.getInteger("failures"),
                    Rows.instant(row, "next_attempt_at"),
                    Rows.instant(row, "processed_at")));
  }
}
