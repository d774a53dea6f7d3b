package dev.pixstream.postgres;

import dev.pixstream.core.MessageLog;
import dev.pixstream.core.StreamCoordinator;
import dev.pixstream.core.processing.ProcessingQueue;
import dev.pixstream.testkit.Lane;
import dev.pixstream.testkit.LaneStore;
import dev.pixstream.testkit.TestDatabase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;

/** A store in a database of its own. */
final class PgLaneStore implements LaneStore {
  private final Vertx vertx = Vertx.vertx();
  private final TestDatabase database;
  private final PgStore store;
  private Duration ahead = Duration.ZERO;

  PgLaneStore(TestDatabase database) {
    this(database, Duration.ofSeconds(5));
  }

  PgLaneStore(TestDatabase database, Duration horizonAgeMax) {
    this.database = database;
    this.store = PgStore.open(vertx, DatabaseUrl.parse(database.url()), RULES, horizonAgeMax);
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
  public ProcessingQueue queue() {
    return store.queue();
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
  public List<String> violations() {
    return database.violations();
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
