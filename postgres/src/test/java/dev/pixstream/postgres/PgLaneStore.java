package dev.pixstream.postgres;

import dev.pixstream.core.store.MessageLog;
import dev.pixstream.core.store.StreamCoordinator;
import dev.pixstream.core.store.audit.Verification;
import dev.pixstream.core.store.queue.Cleaning;
import dev.pixstream.core.store.queue.DeadLetters;
import dev.pixstream.core.store.queue.ProcessingQueue;
import dev.pixstream.core.store.view.LaneView;
import dev.pixstream.core.store.view.Timelines;
import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.postgres.link.StoreLimits;
import dev.pixstream.testkit.Lane;
import dev.pixstream.testkit.LaneStore;
import dev.pixstream.testkit.TestDatabase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A store in a database of its own. */
public final class PgLaneStore implements LaneStore {
  private final Vertx vertx = Vertx.vertx();
  private final TestDatabase database;
  private final PgStore store;
  private Duration ahead = Duration.ZERO;

  public PgLaneStore(TestDatabase database) {
    this(database, PgStore.Tuning.DEFAULT);
  }

  public PgLaneStore(TestDatabase database, Duration horizonAgeMax) {
    this(
        database,
        new PgStore.Tuning(
            PgStore.Tuning.DEFAULT.claimCallsMax(),
            PgStore.Tuning.DEFAULT.plainMin(),
            horizonAgeMax));
  }

  private PgLaneStore(TestDatabase database, PgStore.Tuning tuning) {
    this.database = database;
    this.store =
        PgStore.open(vertx, DatabaseUrl.parse(database.url()), RULES, StoreLimits.DEFAULT, tuning);
  }

  /** Every pull is tried as a plain one, even one that is alone. */
  public static PgLaneStore alwaysTogether(TestDatabase database) {
    return new PgLaneStore(
        database, new PgStore.Tuning(2, 1, PgStore.Tuning.DEFAULT.horizonAgeMax()));
  }

  @Override
  public StreamCoordinator coordinator() {
    return store.coordinator();
  }

  @Override
  public MessageLog log() {
    return store.log();
  }

  @Override
  public Cleaning cleaning() {
    return store.cleaning();
  }

  DeadLetters deadLetters() {
    return store.deadLetters();
  }

  @Override
  public ProcessingQueue queue() {
    return store.queue();
  }

  @Override
  public LaneView view() {
    return store.lanes();
  }

  @Override
  public Timelines timelines() {
    return store.timelines();
  }

  @Override
  public void advance(Duration time) {
    ahead = ahead.plus(time);
    database.setClockAhead(ahead);
  }

  /** PostgreSQL empties this table, and only this kind of table, when it recovers from a crash. */
  @Override
  public void crash() {
    database.execute("TRUNCATE pixstream.intact");
  }

  @Override
  public Verification verification() {
    return store.verification();
  }

  /** What is wrong in more than places shows only here, so both are asked. */
  @Override
  public List<String> violations() {
    var found = new ArrayList<>(LaneStore.super.violations());
    found.addAll(database.violations());
    return found;
  }

  @Override
  public List<String> processingViolations() {
    return database.processingViolations();
  }

  @Override
  public void close() {
    Lane.await(store.close());
    Lane.await(vertx.close().toCompletionStage());
  }
}
