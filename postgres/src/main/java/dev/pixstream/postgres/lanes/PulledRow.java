package dev.pixstream.postgres.lanes;

import dev.pixstream.core.model.IterationId;
import dev.pixstream.core.store.Expiry;
import dev.pixstream.core.store.PullOutcome;
import dev.pixstream.core.store.Pulled;
import dev.pixstream.postgres.link.Rows;
import io.vertx.sqlclient.Row;

/** Reads the type {@code pulled} of the schema. */
final class PulledRow {
  /**
   * What comes before the call of a function. The columns are named one by one: a connection that
   * asked for all would fail once a later version adds one.
   */
  static final String SELECT =
      "SELECT place, outcome, iteration_id, payloads, redelivered, lease_until, supplanted, stream,"
          + " stored_at, expired, messages, nodes, maxes FROM ";

  private PulledRow() {}

  static Pulled read(Row row) {
    var outcome = outcome(row);
    var expired = row.getInteger("expired");
    return expired == null || expired == 0
        ? Pulled.of(outcome)
        : new Pulled(outcome, new Expiry(expired, Rows.arrival(row, row.getInteger("messages"))));
  }

  private static PullOutcome outcome(Row row) {
    var outcome = row.getString("outcome");
    return switch (outcome) {
      case "delivered" ->
          new PullOutcome.Delivered(
              new IterationId(row.getString("iteration_id")),
              Rows.payloads(row),
              row.getInteger("redelivered"),
              row.getOffsetDateTime("lease_until").toInstant(),
              row.getBoolean("supplanted"),
              row.getLong("stream"),
              Rows.instant(row, "stored_at"));
      case "empty" ->
          new PullOutcome.Empty(
              new IterationId(row.getString("iteration_id")), row.getBoolean("supplanted"));
      case "superseded" -> new PullOutcome.Superseded();
      case "not_acceptable" -> new PullOutcome.NotAcceptable();
      case "closed" -> new PullOutcome.Closed();
      case "unknown" -> new PullOutcome.Unknown();
      case "too_many_streams" -> new PullOutcome.TooManyStreams();
      default -> throw new IllegalStateException("pull came to " + outcome);
    };
  }
}
