package dev.pixstream.redis;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.MessageLog;
import dev.pixstream.core.store.StreamCoordinator;
import dev.pixstream.core.store.audit.Verification;
import dev.pixstream.core.store.queue.Cleaning;
import dev.pixstream.core.store.queue.ProcessingQueue;
import dev.pixstream.core.store.view.LaneView;
import dev.pixstream.core.store.view.Timelines;
import dev.pixstream.postgres.PgStore;
import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.postgres.link.StoreLimits;
import dev.pixstream.redis.link.Keys;
import dev.pixstream.redis.link.RedisUrl;
import dev.pixstream.testkit.Lane;
import dev.pixstream.testkit.LaneStore;
import dev.pixstream.testkit.TestDatabase;
import dev.pixstream.testkit.TestRedis;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.List;

/** A store in keys of its own, over a database of its own. */
public final class RedisLaneStore implements LaneStore {
  private final Vertx vertx = Vertx.vertx();
  private final TestDatabase database;
  private final Keys keys;
  private final PgStore messages;
  private final RedisStore store;
  private final LaneView view;
  private volatile Duration ahead = Duration.ZERO;

  public RedisLaneStore(TestDatabase database, TestRedis redis) {
    this.database = database;
    this.keys = new Keys(redis.prefix());
    this.messages =
        PgStore.open(vertx, DatabaseUrl.parse(database.url()), RULES, StoreLimits.DEFAULT);
    this.store =
        RedisStore.open(
            vertx,
            RedisUrl.parse(redis.url()),
            new RedisStore.Messages(messages, messages.archive(), messages.facts()),
            RULES,
            new RedisStore.Tuning(keys, () -> ahead));
    this.view = store.lanes();
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
    return new WrittenQueue(messages.queue(), store, this::lanes);
  }

  @Override
  public Cleaning cleaning() {
    return messages.cleaning();
  }

  PgStore messages() {
    return messages;
  }

  public RedisStore store() {
    return store;
  }

  @Override
  public LaneView view() {
    return view;
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

  /** Lanes that were made by another process are what a Redis has that was started anew. */
  @Override
  public void crash() {
    for (var lane : lanes()) {
      var head = keys.head(lane);
      var another = Request.cmd(Command.HSET).arg(head).arg("run").arg("another");
      Lane.await(store.nodes().send(head, another).toCompletionStage());
    }
  }

  private List<LaneId> lanes() {
    return database.query("SELECT ispb FROM pixstream.lane").stream().map(LaneId::of).toList();
  }

  @Override
  public Verification verification() {
    return store.verification();
  }

  @Override
  public List<String> processingViolations() {
    lanes().forEach(lane -> Lane.await(store.historyOf(lane).toCompletionStage()));
    return database.processingViolations();
  }

  @Override
  public void close() {
    Lane.await(store.close());
    Lane.await(vertx.close().toCompletionStage());
  }
}
