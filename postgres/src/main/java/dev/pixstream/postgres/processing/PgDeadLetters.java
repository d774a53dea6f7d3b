package dev.pixstream.postgres.processing;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.MessageKey;
import dev.pixstream.core.model.Payload;
import dev.pixstream.core.store.queue.DeadLetter;
import dev.pixstream.core.store.queue.DeadLetterHistory;
import dev.pixstream.core.store.queue.DeadLetters;
import dev.pixstream.postgres.link.Calls;
import dev.pixstream.postgres.link.Rows;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Dead letters in PostgreSQL: rows of {@code failure} in one state. */
public final class PgDeadLetters implements DeadLetters {
  private static final String LIST =
      "SELECT ispb, seq, end_to_end_id, state, attempts, error_class, error_message,"
          + " first_failed_at, last_failed_at, ended_at"
          + " FROM pixstream.dead_letters($1, $2, $3, $4, $5, $6, $7)";
  private static final String FIND =
      "SELECT ispb, seq, end_to_end_id, state, attempts, error_class, error_message,"
          + " first_failed_at, last_failed_at, ended_at, payload, action, action_reason,"
          + " action_error_class, action_error_message, action_attempts, acted_at"
          + " FROM pixstream.dead_letter($1, $2)";
  private static final String REPLAY =
      "SELECT outcome FROM pixstream.replay($1, $2) ORDER BY place";
  private static final String REPLAY_ALL =
      "SELECT replayed, until FROM pixstream.replay_all($1, $2, $3)";
  private static final String DISCARD = "SELECT pixstream.discard($1, $2, $3) AS outcome";

  private final Calls calls;

  public PgDeadLetters(Calls calls) {
    this.calls = calls;
  }

  @Override
  public CompletionStage<Page> list(Query query) {
    check(query.limit(), PAGE_MAX);
    var after = query.after();
    var parameters =
        Tuple.of(
            query.lane().map(LaneId::value).orElse(null),
            query.from().map(PgDeadLetters::time).orElse(null),
            query.to().map(PgDeadLetters::time).orElse(null),
            after.map(place -> place.lane().value()).orElse(null),
            after.map(place -> time(place.lastFailed())).orElse(null),
            after.map(Place::sequence).orElse(null));
    // One more than asked for tells whether there is a next page.
    return calls.all(LIST, parameters.addInteger(query.limit() + 1), rows -> page(rows, query));
  }

  @Override
  public CompletionStage<Optional<DeadLetterHistory>> find(LaneId lane, MessageKey key) {
    return calls.all(FIND, Tuple.of(lane.value(), key.value()), PgDeadLetters::history);
  }

  @Override
  public CompletionStage<List<Outcome>> replay(List<Name> names) {
    check(names.size(), REPLAY_MAX);
    var lanes = names.stream().map(name -> name.lane().value()).toArray(String[]::new);
    var ids = names.stream().map(name -> name.key().value()).toArray(String[]::new);
    return calls.all(
        REPLAY,
        Tuple.tuple().addArrayOfString(lanes).addArrayOfString(ids),
        rows -> {
          var outcomes = new ArrayList<Outcome>();
          rows.forEach(row -> outcomes.add(outcome(row)));
          return outcomes;
        });
  }

  @Override
  public CompletionStage<LaneReplay> replayAll(LaneId lane, Optional<Instant> until, int max) {
    check(max, REPLAY_MAX);
    return calls.one(
        REPLAY_ALL,
        Tuple.of(lane.value(), until.map(PgDeadLetters::time).orElse(null), max),
        row ->
            new LaneReplay(
                row.getInteger("replayed"),
                instant(row, "until"),
                row.getInteger("replayed") == max));
  }

  @Override
  public CompletionStage<Outcome> discard(LaneId lane, MessageKey key, String reason) {
    if (reason.isBlank()) {
      throw new IllegalArgumentException("a discard needs a reason");
    }
    return calls.one(DISCARD, Tuple.of(lane.value(), key.value(), reason), PgDeadLetters::outcome);
  }

  private static void check(int count, int max) {
    if (count < 1 || count > max) {
      throw new IllegalArgumentException(count + " is not 1 to " + max);
    }
  }

  private static Page page(RowSet<Row> rows, Query query) {
    var letters = new ArrayList<DeadLetter>();
    rows.forEach(row -> letters.add(letter(row)));
    if (letters.size() <= query.limit()) {
      return new Page(letters, Optional.empty());
    }
    letters.removeLast();
    var last = letters.getLast();
    return new Page(
        letters, Optional.of(new Place(last.lane(), last.lastFailed(), last.sequence())));
  }

  private static Optional<DeadLetterHistory> history(RowSet<Row> rows) {
    var audit = new ArrayList<DeadLetterHistory.Action>();
    Optional<Row> any = Optional.empty();
    for (var row : rows) {
      any = Optional.of(row);
      if (row.getString("action") != null) {
        audit.add(action(row));
      }
    }
    return any.map(
        row ->
            new DeadLetterHistory(
                letter(row), new Payload(row.getBuffer("payload").getBytes()), audit));
  }

  private static DeadLetterHistory.Action action(Row row) {
    return new DeadLetterHistory.Action(
        row.getString("action"),
        row.getString("action_reason"),
        row.getString("action_error_class"),
        row.getString("action_error_message"),
        row.getInteger("action_attempts"),
        instant(row, "acted_at"));
  }

  private static DeadLetter letter(Row row) {
    return new DeadLetter(
        LaneId.of(row.getString("ispb")),
        row.getLong("seq"),
        new MessageKey(row.getString("end_to_end_id")),
        row.getString("state"),
        row.getString("error_class"),
        row.getString("error_message"),
        row.getInteger("attempts"),
        instant(row, "first_failed_at"),
        instant(row, "last_failed_at"),
        Rows.instant(row, "ended_at"));
  }

  private static Outcome outcome(Row row) {
    return Outcome.valueOf(row.getString("outcome").toUpperCase(Locale.ROOT));
  }

  private static Instant instant(Row row, String column) {
    return row.getOffsetDateTime(column).toInstant();
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
