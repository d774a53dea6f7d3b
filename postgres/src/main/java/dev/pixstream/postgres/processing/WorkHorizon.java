package dev.pixstream.postgres.processing;

import dev.pixstream.postgres.link.Calls;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * From where on a take has to look for work that is due. It only spares the take from reading dead
 * index entries, which a transaction that is held open elsewhere keeps from being removed; without
 * it, takes slow down for as long as that transaction lasts.
 */
public final class WorkHorizon {
  private static final String OLDEST =
      "SELECT running_from, retrying_from FROM pixstream.oldest_work($1, $2)";

  /** A transaction that took very long may have brought what is older than the horizon. */
  private static final Duration WHOLE_AFTER = Duration.ofMinutes(5);

  private final Calls work;
  private final Duration ageMax;
  private final AtomicReference<@Nullable Horizon> last = new AtomicReference<>();

  public WorkHorizon(Calls work, Duration ageMax) {
    this.work = work;
    this.ageMax = ageMax;
  }

  /**
   * A horizon.
   *
   * @param running no job that runs became visible before
   * @param retrying no message that is to be retried became visible before
   * @param atNanos when it was asked for
   * @param wholeNanos when everything was looked at, not only what lies beyond the last one
   */
  record Horizon(OffsetDateTime running, OffsetDateTime retrying, long atNanos, long wholeNanos) {}

  /** The last one, or a new one if that is too old. */
  CompletionStage<Horizon> get() {
    var known = last.get();
    long now = System.nanoTime();
    if (known != null && now - known.atNanos() < ageMax.toNanos()) {
      return CompletableFuture.completedFuture(known);
    }
    if (known == null || now - known.wholeNanos() > WHOLE_AFTER.toNanos()) {
      var everything = Tuple.tuple().addValue(null).addValue(null);
      return work.one(OLDEST, everything, row -> noted(row, now, now));
    }
    var beyond = Tuple.of(known.running(), known.retrying());
    return work.one(OLDEST, beyond, row -> noted(row, now, known.wholeNanos()));
  }

  private Horizon noted(Row row, long atNanos, long wholeNanos) {
    var horizon =
        new Horizon(row.getOffsetDateTime(0), row.getOffsetDateTime(1), atNanos, wholeNanos);
    last.set(horizon);
    return horizon;
  }
}
