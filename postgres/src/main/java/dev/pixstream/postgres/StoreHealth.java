package dev.pixstream.postgres;

import dev.pixstream.postgres.link.Calls;
import dev.pixstream.postgres.link.WriteProbe;
import io.vertx.sqlclient.Tuple;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Whether a node can serve with its store. Each check fails by itself when it takes too long. */
public final class StoreHealth {
  private static final String SCHEMA =
      "SELECT EXISTS (SELECT FROM pixstream.flyway_schema_history WHERE version = $1 AND success)";

  private static final String ELSEWHERE = "SELECT EXISTS (SELECT FROM pixstream.lane_epoch)";

  private final WriteProbe writing;
  private final Calls claiming;
  private final Calls storing;
  private final String schema;

  StoreHealth(Calls claiming, Calls storing, String schema) {
    this.writing = new WriteProbe(storing, claiming);
    this.claiming = claiming;
    this.storing = storing;
    this.schema = schema;
  }

  /** The database takes writes from those who store. */
  public CompletionStage<Void> database() {
    return writing.run();
  }

  /** The coordinator answers to those who claim. */
  public CompletionStage<Void> coordinator() {
    return claiming.run("SELECT pixstream.store_time()", Tuple.tuple());
  }

  /** Another store has, or had, the streams and claims of a lane. */
  CompletionStage<Boolean> lanesElsewhere() {
    return storing.one(ELSEWHERE, Tuple.tuple(), row -> row.getBoolean(0));
  }

  /** The schema is that of this node or newer; one that was put back from an old backup is not. */
  public CompletionStage<Void> migrations() {
    return storing
        .one(SCHEMA, Tuple.of(schema), row -> row.getBoolean(0))
        .thenCompose(
            there ->
                there
                    ? CompletableFuture.completedStage(null)
                    : CompletableFuture.failedStage(
                        new IllegalStateException("the schema has no version " + schema)));
  }
}
