package dev.pixstream.postgres.lanes;

import dev.pixstream.core.model.Arrival;
import dev.pixstream.core.model.IterationId;
import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.LeaseFaults;
import dev.pixstream.postgres.link.Calls;
import dev.pixstream.postgres.link.Rows;
import io.vertx.sqlclient.Tuple;
import java.util.concurrent.CompletionStage;

/** Ends leases in PostgreSQL: one function of the schema, one round trip. */
public final class PgLeaseFaults implements LeaseFaults {
  private static final String END_LEASE =
      "SELECT messages, nodes, maxes FROM pixstream.end_lease($1, $2)";

  private final Calls claims;

  public PgLeaseFaults(Calls claims) {
    this.claims = claims;
  }

  @Override
  public CompletionStage<Arrival> endLease(LaneId lane, IterationId next) {
    return claims.one(
        END_LEASE,
        Tuple.of(lane.value(), next.value()),
        row -> Rows.arrival(row, row.getInteger("messages")));
  }
}
