package dev.pixstream.redis;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.pixstream.core.model.Ispb;
import dev.pixstream.core.store.LeaseFaults;
import dev.pixstream.core.store.MessageLog;
import dev.pixstream.core.store.SignalBus;
import dev.pixstream.core.store.StreamCoordinator;
import dev.pixstream.core.store.StreamRules;
import dev.pixstream.core.store.TokenLeases;
import dev.pixstream.core.store.archive.LaneArchive;
import dev.pixstream.core.store.audit.Verification;
import dev.pixstream.core.store.view.LaneFacts;
import dev.pixstream.core.store.view.LaneView;
import dev.pixstream.core.store.view.Timelines;
import dev.pixstream.redis.history.AttemptHistory;
import dev.pixstream.redis.history.AttemptStreams;
import dev.pixstream.redis.history.Historian;
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
import dev.pixstream.redis.view.RedisLaneView;
import dev.pixstream.redis.view.RedisMessageLog;
import dev.pixstream.redis.view.RedisTimelines;
import dev.pixstream.redis.view.RedisVerification;
import dev.pixstream.redis.view.Whereabouts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One node's connections to Redis, and what runs over them. */
public final class RedisStore {
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
  private final Lanes lanes;
  private final LaneSamples samples;
  private final Whereabouts whereabouts;
  private final MessageLog messages;
  private final TokenLeases tokenLeases;
  private final WriteProbe probe;

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
    this.lanes = lanes;
    this.samples = new LaneSamples(calls, tuning.keys(), tuning.ahead());
    this.whereabouts = new Whereabouts(lanes);
    this.messages = messages.log();
    this.coordinator = new RedisStreamCoordinator(lanes, scripts, archive, tailCheck, rules);
    this.log = new RedisMessageLog(messages.log(), archive, lanes, tailCheck, whereabouts);
    this.leaseFaults = new RedisLeaseFaults(lanes);
    this.bus = new RedisSignalBus(vertx, nodes, tuning.keys());
    this.tokenLeases = new RedisTokenLeases(calls, tuning.keys());
    this.verification = new RedisVerification(scripts, messages.archive().verification());
  }

  /**
   * Where the messages are.
   *
   * @param log stores and finds them
   * @param archive what the coordinator needs of them
   */
  public record Messages(MessageLog log, LaneArchive archive) {}

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
  public Future<Void> historyOf(Ispb ispb) {
    return history.write(ispb).mapEmpty();
  }

  public RedisNodes nodes() {
    return nodes;
  }

  public StreamCoordinator coordinator() {
    return coordinator;
  }

  /** The messages, whose storing the lanes are told of. */
  public MessageLog log() {
    return log;
  }

  public SignalBus bus() {
    return bus;
  }

  /** Leases that end before their time, for faults on order. */
  public LeaseFaults leaseFaults() {
    return leaseFaults;
  }

  /** Token buckets that all nodes share. */
  public TokenLeases tokenLeases() {
    return tokenLeases;
  }

  /** What each node does, whether it has a worker or not: confirmations reach the history. */
  public Historian historian(ScheduledExecutorService timers, Consumer<Throwable> failed) {
    return new Historian(
        history, archive, () -> tailCheck.afterOutage(scripts.open()), timers, failed);
  }

  /** A look at where all messages are, for the check of a live installation. */
  public Verification verification() {
    return verification;
  }

  /**
   * How lanes stand, for people who watch.
   *
   * @param facts what is known of them where the messages are
   */
  public LaneView lanes(LaneFacts facts) {
    return new RedisLaneView(facts, samples, lanes);
  }

  /** The life of single messages. */
  public Timelines timelines(Timelines inDatabase) {
    return new RedisTimelines(inDatabase, messages, whereabouts);
  }

  /** How this node's connections are used. */
  public RedisUse use() {
    return RedisUse.of(nodes, tailCheck);
  }

  /** How often this node had to listen anew for the signals of the others. */
  public long listenReconnects() {
    return bus.reconnects();
  }

  /**
   * Completes if a Redis takes writes. In a cluster the lanes of one that does not answer 503; the
   * node serves the others.
   */
  public CompletionStage<Void> check() {
    return probe.run().toCompletionStage();
  }

  /** Closes all connections. */
  public CompletionStage<Void> close() {
    bus.close();
    return nodes.close().toCompletionStage();
  }
}
