package dev.pixstream.redis;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.LeaseFaults;
import dev.pixstream.core.store.MessageLog;
import dev.pixstream.core.store.SignalBus;
import dev.pixstream.core.store.Store;
import dev.pixstream.core.store.StreamCoordinator;
import dev.pixstream.core.store.StreamRules;
import dev.pixstream.core.store.TokenLeases;
import dev.pixstream.core.store.archive.LaneArchive;
import dev.pixstream.core.store.audit.Verification;
import dev.pixstream.core.store.queue.Cleaning;
import dev.pixstream.core.store.queue.Confirmations;
import dev.pixstream.core.store.queue.DeadLetters;
import dev.pixstream.core.store.queue.ProcessingQueue;
import dev.pixstream.core.store.view.LaneFacts;
import dev.pixstream.core.store.view.LaneView;
import dev.pixstream.core.store.view.StoreStatistics;
import dev.pixstream.core.store.view.Timelines;
import dev.pixstream.redis.history.AttemptHistory;
import dev.pixstream.redis.history.AttemptStreams;
import dev.pixstream.redis.history.HistoryWriter;
import dev.pixstream.redis.lanes.LaneRebuild;
import dev.pixstream.redis.lanes.LaneScripts;
import dev.pixstream.redis.lanes.Lanes;
import dev.pixstream.redis.lanes.RedisLeaseFaults;
import dev.pixstream.redis.lanes.RedisStreamCoordinator;
import dev.pixstream.redis.lanes.RedisUse;
import dev.pixstream.redis.lanes.TailCheck;
import dev.pixstream.redis.limits.RedisTokenLeases;
import dev.pixstream.redis.link.Keys;
import dev.pixstream.redis.link.RedisCalls;
import dev.pixstream.redis.link.RedisFacts;
import dev.pixstream.redis.link.RedisNodes;
import dev.pixstream.redis.link.RedisSignalBus;
import dev.pixstream.redis.link.RedisUnfitException;
import dev.pixstream.redis.link.RedisUrl;
import dev.pixstream.redis.link.WriteProbe;
import dev.pixstream.redis.view.LaneSamples;
import dev.pixstream.redis.view.MessageLocator;
import dev.pixstream.redis.view.RedisLaneView;
import dev.pixstream.redis.view.RedisMessageLog;
import dev.pixstream.redis.view.RedisTimelines;
import dev.pixstream.redis.view.RedisVerification;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Streams and claims in Redis, over the store that has messages and queue. */
public final class RedisStore implements Store {
  private static final int START_SECONDS = 10;

  private final RedisNodes nodes;
  private final RedisStreamCoordinator coordinator;
  private final RedisMessageLog log;
  private final AttemptHistory history;
  private final LaneArchive archive;
  private final TailCheck tailCheck;
  private final LaneScripts scripts;
  private final RedisLeaseFaults leaseFaults;
  private final RedisSignalBus bus;
  private final Verification verification;
  private final Messages messages;
  private final LaneView view;
  private final Timelines timelines;
  private final TokenLeases tokenLeases;
  private final WriteProbe probe;
  private volatile Optional<HistoryWriter> historyWriter = Optional.empty();

  /**
   * What only tests change.
   *
   * @param keys where the keys are
   * @param ahead how much the store's clock is ahead of Redis's
   */
  public record Tuning(Keys keys, Supplier<Duration> ahead) {
    /** What installations have. */
    public static final Tuning DEFAULT = ahead(() -> Duration.ZERO);

    /** The store's clock is so much ahead. */
    public static Tuning ahead(Supplier<Duration> ahead) {
      return new Tuning(Keys.PLAIN, ahead);
    }
  }

  private RedisStore(
      Vertx vertx, RedisNodes nodes, Messages messages, StreamRules rules, Tuning tuning) {
    this.nodes = nodes;
    this.probe = new WriteProbe(nodes, tuning.keys());
    var calls = new RedisCalls(nodes);
    this.scripts = new LaneScripts(calls, tuning.keys(), tuning.ahead());
    this.archive = messages.archive();
    this.history = new AttemptHistory(new AttemptStreams(nodes, tuning.keys()), archive);
    var rebuild = new LaneRebuild(vertx, scripts, messages.archive(), this::historyOf);
    this.tailCheck = new TailCheck(nodes, tuning.keys(), archive, rebuild);
    var lanes = new Lanes(scripts, rebuild);
    var samples = new LaneSamples(calls, tuning.keys(), tuning.ahead());
    var locator = new MessageLocator(lanes);
    this.messages = messages;
    this.view = new RedisLaneView(messages.facts(), samples, lanes);
    this.timelines =
        new RedisTimelines(messages.store().timelines(), messages.store().log(), locator);
    this.coordinator = new RedisStreamCoordinator(lanes, scripts, archive, tailCheck, rules);
    this.log = new RedisMessageLog(messages.store().log(), archive, lanes, tailCheck, locator);
    this.leaseFaults = new RedisLeaseFaults(lanes);
    this.bus = new RedisSignalBus(vertx, nodes, tuning.keys());
    this.tokenLeases = new RedisTokenLeases(calls, tuning.keys());
    this.verification = new RedisVerification(scripts, messages.archive().verification());
  }

  /**
   * Where the messages are.
   *
   * @param store stores and finds them, and has the queue; it is closed with this one
   * @param archive what the coordinator needs of them
   * @param facts what is known there of lanes
   */
  public record Messages(Store store, LaneArchive archive, LaneFacts facts) {}

  /**
   * Connects, blocking.
   *
   * @throws RuntimeException if Redis can't be reached
   * @throws IllegalArgumentException if it is too old or would evict keys; the message says what to
   *     do
   */
  public static RedisStore open(Vertx vertx, RedisUrl url, Messages messages, StreamRules rules) {
    return open(vertx, url, messages, rules, Tuning.DEFAULT);
  }

  /** As {@link #open(Vertx, RedisUrl, Messages, StreamRules)}, with what only tests change. */
  public static RedisStore open(
      Vertx vertx, RedisUrl url, Messages messages, StreamRules rules, Tuning tuning) {
    var nodes = new RedisNodes(vertx, url);
    try {
      nodes
          .connect()
          .toCompletionStage()
          .toCompletableFuture()
          .orTimeout(START_SECONDS, SECONDS)
          .join();
      nodes.masters().forEach(link -> link.facts().ifPresent(RedisFacts::requireFit));
      return new RedisStore(vertx, nodes, messages, rules, tuning);
    } catch (CompletionException e) {
      nodes.close();
      throw new RedisUnfitException("can't use Redis at " + url + ": " + why(e), e);
    } catch (RuntimeException e) {
      nodes.close();
      throw e;
    }
  }

  private static String why(CompletionException failure) {
    var cause = failure.getCause();
    return cause instanceof TimeoutException
        ? "no answer within " + START_SECONDS + " s"
        : String.valueOf((cause == null ? failure : cause).getMessage());
  }

  /** All that is confirmed in this lane by now is in the history then. */
  public Future<Void> historyOf(LaneId lane) {
    return history.write(lane).mapEmpty();
  }

  public RedisNodes nodes() {
    return nodes;
  }

  @Override
  public StreamCoordinator coordinator() {
    return coordinator;
  }

  @Override
  public MessageLog log() {
    return log;
  }

  @Override
  public SignalBus bus() {
    return bus;
  }

  @Override
  public LeaseFaults leaseFaults() {
    return leaseFaults;
  }

  @Override
  public Optional<TokenLeases> tokenLeases() {
    return Optional.of(tokenLeases);
  }

  @Override
  public ProcessingQueue queue() {
    return messages.store().queue();
  }

  /** What each node does, whether it has a worker or not: confirmations reach the history. */
  @Override
  public Confirmations before(
      Confirmations worker, ScheduledExecutorService timers, Consumer<Throwable> failed) {
    var started = historyWriter(timers, failed).before(worker);
    historyWriter = Optional.of(started);
    return started;
  }

  /** Confirmations reach the history; closed by the caller. */
  public HistoryWriter historyWriter(ScheduledExecutorService timers, Consumer<Throwable> failed) {
    return new HistoryWriter(
        history, archive, () -> tailCheck.afterOutage(scripts.open()), timers, failed);
  }

  @Override
  public DeadLetters deadLetters() {
    return messages.store().deadLetters();
  }

  @Override
  public Cleaning cleaning() {
    return messages.store().cleaning();
  }

  @Override
  public Verification verification() {
    return verification;
  }

  @Override
  public LaneView lanes() {
    return view;
  }

  @Override
  public Timelines timelines() {
    return timelines;
  }

  /** What does not depend on claims is asked of the database as ever. */
  @Override
  public CompletionStage<StoreStatistics> statistics(int lanesMax) {
    return messages.store().statistics(1).thenCombine(view.totals(lanesMax), StoreStatistics::with);
  }

  /** How this node's connections are used. */
  public RedisUse use() {
    return RedisUse.of(nodes, tailCheck);
  }

  /**
   * Completes if a Redis takes writes. In a cluster the lanes of one that does not answer 503; the
   * node serves the others.
   */
  @Override
  public CompletionStage<Void> check() {
    return probe.run().toCompletionStage();
  }

  @Override
  public CompletionStage<Void> close() {
    historyWriter.ifPresent(HistoryWriter::close);
    bus.close();
    return nodes
        .close()
        .transform(closed -> Future.fromCompletionStage(messages.store().close()))
        .toCompletionStage();
  }
}
