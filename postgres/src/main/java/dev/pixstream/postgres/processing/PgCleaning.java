package dev.pixstream.postgres.processing;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.queue.Cleaning;
import dev.pixstream.postgres.link.Calls;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Cleaning in PostgreSQL, one transaction a step. */
public final class PgCleaning implements Cleaning {
  private static final String CLEAN =
      "SELECT outcome, ispb, removed FROM pixstream.clean($1, $2, $3)";

  private final Calls calls;

  public PgCleaning(Calls calls) {
    this.calls = calls;
  }

  @Override
  public CompletionStage<Step> step(Duration retention, Optional<LaneId> after) {
    var parameters =
        Tuple.of(retention.toMillis(), after.map(LaneId::value).orElse(""), MESSAGES_MAX);
    return calls.one(CLEAN, parameters, PgCleaning::step);
  }

  private static Step step(Row row) {
    int removed = row.getInteger("removed");
    return switch (row.getString("outcome")) {
      case "busy" -> new Step.Busy();
      // Whatever was removed may have more behind it; a step that removes nothing ends the lane.
      case "cleaned" -> new Step.Cleaned(LaneId.of(row.getString("ispb")), removed, removed > 0);
      default -> new Step.Finished(removed, removed == MESSAGES_MAX);
    };
  }
}
