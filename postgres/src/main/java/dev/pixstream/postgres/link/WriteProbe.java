package dev.pixstream.postgres.link;

import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Whether the database takes writes. It is tried in earnest, see try_write.sql, after each failure
 * of a call and every few seconds; in between it is asked whether it is read-only.
 */
public final class WriteProbe {
  private static final String READ_ONLY =
      "SELECT current_setting('transaction_read_only')::boolean";

  private static final long TRUSTED_NANOS = Duration.ofSeconds(5).toNanos();

  private final Calls storing;
  private final List<Calls> watched;
  private volatile Success last;

  /** When a write succeeded, and how many calls had failed by then. */
  private record Success(long nanos, long failures) {}

  public WriteProbe(Calls storing, Calls claiming) {
    this.storing = storing;
    this.watched = List.of(storing, claiming);
    this.last = new Success(System.nanoTime() - TRUSTED_NANOS, 0);
  }

  public CompletionStage<Void> run() {
    long failures = failures();
    if (failures != last.failures || System.nanoTime() - last.nanos >= TRUSTED_NANOS) {
      return write(failures);
    }
    return storing
        .one(READ_ONLY, Tuple.tuple(), row -> row.getBoolean(0))
        .thenCompose(
            readOnly -> readOnly ? write(failures) : CompletableFuture.completedStage(null));
  }

  private CompletionStage<Void> write(long failures) {
    return storing
        .run("SELECT pixstream.try_write()", Tuple.tuple())
        .thenRun(() -> last = new Success(System.nanoTime(), failures));
  }

  private long failures() {
    return watched.stream().mapToLong(Calls::failures).sum();
  }
}
