package dev.pixstream.redis;

import dev.pixstream.core.CloseOutcome;
import dev.pixstream.core.Expiry;
import dev.pixstream.core.Ispb;
import dev.pixstream.core.IterationId;
import dev.pixstream.core.MessageLog;
import dev.pixstream.core.Nonce;
import dev.pixstream.core.PullOutcome;
import dev.pixstream.core.PullRequest;
import dev.pixstream.core.Pulled;
import dev.pixstream.core.Renewal;
import dev.pixstream.core.StreamCoordinator;
import dev.pixstream.core.processing.Cleaning;
import dev.pixstream.core.processing.DeadLetters;
import dev.pixstream.core.processing.ProcessingQueue;
import dev.pixstream.core.processing.ProcessingRecord;
import dev.pixstream.core.verification.Verification;
import dev.pixstream.core.view.LaneView;
import dev.pixstream.core.view.Timelines;
import dev.pixstream.postgres.DatabaseUrl;
import dev.pixstream.postgres.PgStore;
import dev.pixstream.postgres.StoreLimits;
import dev.pixstream.testkit.Lane;
import dev.pixstream.testkit.LaneStore;
import dev.pixstream.testkit.TestDatabase;
import dev.pixstream.testkit.TestRedis;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The queue in Redis under a coordinator in PostgreSQL: its confirmations are in the log at once,
 * and the queue comes to know them as it does of those that another node has written.
 */
final class QueueStore implements LaneStore, StreamCoordinator {
  private final Vertx vertx = Vertx.vertx();
  private final TestDatabase database;
  private final PgStore store;
  private final RedisNodes nodes;
  private final QueueKeys keys;
  private final RedisQueue queue;
  private volatile Duration ahead = Duration.ZERO;

  QueueStore(TestDatabase database, TestRedis redis) {
    this.database = database;
    this.store = PgStore.open(vertx, DatabaseUrl.parse(database.url()), RULES, StoreLimits.DEFAULT);
    this.nodes = new RedisNodes(vertx, RedisUrl.parse(redis.url()));
    Lane.await(nodes.connect().toCompletionStage());
    var tuning = new RedisStore.Tuning(new Keys(redis.prefix()), () -> ahead);
    this.keys = new QueueKeys(tuning.keys());
    this.queue = new RedisQueue(new RedisCalls(nodes), tuning, store.record());
  }

  @Override
  public StreamCoordinator coordinator() {
    return this;
  }

  @Override
  public MessageLog log() {
    return store.log();
  }

  @Override
  public Cleaning cleaning() {
    return store.cleaning();
  }

  @Override
  public ProcessingQueue queue() {
    return queue.queue();
  }

  RedisQueue parts() {
    return queue;
  }

  ProcessingRecord record() {
    return store.record();
  }

  DeadLetters deadLetters() {
    return queue.deadLetters(store.deadLetters());
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

  @Override
  public void crash() {
    throw new UnsupportedOperationException();
  }

  /** What a FLUSHALL does to this test's keys. */
  void flush(Ispb... lanes) {
    for (var lane : lanes) {
      keys.of(lane).forEach(this::delete);
    }
    delete(keys.agenda());
  }

  private void delete(String key) {
    var _ = ask(key, Request.cmd(Command.DEL).arg(key));
  }

  Response ask(String key, Request request) {
    return Lane.await(nodes.send(key, request).toCompletionStage());
  }

  boolean exists(String key) {
    var request = Request.cmd(Command.EXISTS).arg(key);
    return ask(key, request).toInteger() > 0;
  }

  QueueKeys keys() {
    return keys;
  }

  @Override
  public Verification verification() {
    return store.verification();
  }

  @Override
  public List<String> processingViolations() {
    return new QueueAudit(nodes, keys, database).violations();
  }

  @Override
  public void close() {
    Lane.await(nodes.close().toCompletionStage());
    Lane.await(store.close());
    Lane.await(vertx.close().toCompletionStage());
  }

  private <T> CompletionStage<T> known(Ispb ispb, CompletionStage<T> done) {
    return done.thenCompose(
        outcome -> queue.log().catchUp(ispb).toCompletionStage().thenApply(known -> outcome));
  }

  @Override
  public CompletionStage<Pulled> open(PullRequest request) {
    return known(request.ispb(), store.coordinator().open(request));
  }

  @Override
  public CompletionStage<Pulled> pull(PullRequest request, boolean again) {
    return known(request.ispb(), store.coordinator().pull(request, again));
  }

  @Override
  public CompletionStage<CloseOutcome> close(Ispb ispb, IterationId id) {
    return known(ispb, store.coordinator().close(ispb, id));
  }

  @Override
  public CompletionStage<Void> grace(Ispb ispb, PullOutcome.Delivered batch) {
    return store.coordinator().grace(ispb, batch);
  }

  @Override
  public CompletionStage<Void> leave(Ispb ispb, Nonce nonce) {
    return store.coordinator().leave(ispb, nonce);
  }

  @Override
  public CompletionStage<Set<Nonce>> renew(List<Renewal> renewals) {
    return store.coordinator().renew(renewals);
  }

  @Override
  public CompletionStage<List<Ispb>> due(int lanesMax) {
    return store.coordinator().due(lanesMax);
  }

  @Override
  public CompletionStage<Expiry> expire(Ispb ispb) {
    return store.coordinator().expire(ispb);
  }

  @Override
  public CompletionStage<Map<Ispb, Integer>> backlog(Collection<Ispb> ispbs) {
    return store.coordinator().backlog(ispbs);
  }
}
