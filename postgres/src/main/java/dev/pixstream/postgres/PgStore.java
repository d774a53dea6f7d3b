package dev.pixstream.postgres;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.pixstream.core.model.MessageFormat;
import dev.pixstream.core.processing.PaymentProcessor;
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
import dev.pixstream.postgres.lanes.Appends;
import dev.pixstream.postgres.lanes.PgLaneArchive;
import dev.pixstream.postgres.lanes.PgLeaseFaults;
import dev.pixstream.postgres.lanes.PgMessageLog;
import dev.pixstream.postgres.lanes.PgSignalBus;
import dev.pixstream.postgres.lanes.PgStreamCoordinator;
import dev.pixstream.postgres.link.Batcher;
import dev.pixstream.postgres.link.Calls;
import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.postgres.link.Deadlines;
import dev.pixstream.postgres.link.Opener;
import dev.pixstream.postgres.link.PoolUse;
import dev.pixstream.postgres.link.Primary;
import dev.pixstream.postgres.link.Session;
import dev.pixstream.postgres.link.Sessions;
import dev.pixstream.postgres.link.StoreLimits;
import dev.pixstream.postgres.processing.PgCleaning;
import dev.pixstream.postgres.processing.PgDeadLetters;
import dev.pixstream.postgres.processing.PgLedger;
import dev.pixstream.postgres.processing.PgProcessingQueue;
import dev.pixstream.postgres.processing.WorkHorizon;
import dev.pixstream.postgres.schema.Migrations;
import dev.pixstream.postgres.schema.OnlineIndexes;
import dev.pixstream.postgres.view.PgLaneFacts;
import dev.pixstream.postgres.view.PgLaneView;
import dev.pixstream.postgres.view.PgStatistics;
import dev.pixstream.postgres.view.PgTimelines;
import dev.pixstream.postgres.view.PgVerification;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One node's connections to PostgreSQL. Claims, storing and processing have pools of their own: a
 * claim commits without waiting for the disk and must not queue behind a store that does wait, nor
 * either of them behind messages that are loaded to be processed.
 */
public final class PgStore implements Store {
  private static final int CLAIM_CONNECTIONS = 4;
  private static final int CLAIM_PIPELINE = 64;
  private static final int STORE_CONNECTIONS = 8;
  private static final int WORK_CONNECTIONS = 4;
  private static final int STATISTICS_CONNECTIONS = 1;

  private static final int PLAIN_MIN = 5;

  private static final Duration STATISTICS_MAX = Duration.ofSeconds(2);

  /**
   * What only tests change.
   *
   * @param claimCallsMax how many calls for pulls are under way at most, see {@link Batcher}
   * @param plainMin so many pulls or more are first tried as plain ones, see pull_all
   * @param horizonAgeMax how old the horizon of the work may get
   */
  public record Tuning(int claimCallsMax, int plainMin, Duration horizonAgeMax) {
    static final Tuning DEFAULT =
        new Tuning(Batcher.callsOfMachine(), PLAIN_MIN, Duration.ofSeconds(5));
  }

  private final Sessions claims;
  private final Sessions storing;
  private final Sessions work;
  private final Sessions looking;
  private final Sessions listening;
  private final Calls others;
  private final PgStreamCoordinator coordinator;
  private final PgMessageLog log;
  private final PgLaneArchive archive;
  private final PgVerification verification;
  private final PgProcessingQueue queue;
  private final PgSignalBus bus;
  private final PgDeadLetters deadLetters;
  private final PgCleaning cleaning;
  private final PgStatistics statistics;
  private final PgLaneView lanes;
  private final PgLaneFacts facts;
  private final PgTimelines timelines;
  private final List<PoolUse> pools;
  private final Deadlines urgent;
  private final Deadlines patient;
  private final StoreHealth health;
  private final DatabaseUrl url;
  private final OnlineIndexes indexes;

  private PgStore(
      Vertx vertx,
      DatabaseUrl url,
      StreamRules rules,
      StoreLimits limits,
      Tuning tuning,
      String schema) {
    this.url = url;
    this.indexes = OnlineIndexes.start(url);
    // Losing the last claims in a crash of the database costs a redelivery, never a message; losing
    // the last jobs costs that they are done again.
    var quick = new Session("off", limits.statementMax());
    var synced = new Session("on", limits.statementMax());
    var opener = new Opener(vertx, url, new Primary(vertx, Opener.options(url)));
    this.claims =
        opener.open(
            quick,
            CLAIM_CONNECTIONS,
            limits.callMax(),
            options -> options.setPipeliningLimit(CLAIM_PIPELINE));
    this.storing = opener.open(synced, STORE_CONNECTIONS, limits.callMax(), options -> {});
    this.work = opener.open(quick, WORK_CONNECTIONS, StoreLimits.STATEMENT_MAX, options -> {});
    var bounded = new Session("off", STATISTICS_MAX);
    this.looking = opener.open(bounded, STATISTICS_CONNECTIONS, STATISTICS_MAX, options -> {});
    this.listening =
        opener.open(
            quick,
            1,
            StoreLimits.STATEMENT_MAX,
            options -> options.addProperty("application_name", "pixstream-listen"));
    this.urgent = new Deadlines(vertx, limits.callMax());
    this.patient = new Deadlines(vertx, limits.statementMax().plusSeconds(2));
    var claiming = new Calls(claims, urgent);
    this.coordinator =
        new PgStreamCoordinator(claiming, urgent, rules, tuning.claimCallsMax(), tuning.plainMin());
    var working = new Calls(work, patient);
    this.others = new Calls(storing, patient);
    var publishing = new Calls(storing, urgent);
    var appends = new Appends(publishing, urgent, limits.backlogMax());
    this.log = new PgMessageLog(appends, publishing, working);
    this.health = new StoreHealth(claiming, publishing, schema);
    this.queue = new PgProcessingQueue(working, new WorkHorizon(working, tuning.horizonAgeMax()));
    this.deadLetters = new PgDeadLetters(others);
    this.cleaning = new PgCleaning(others);
    this.bus = new PgSignalBus(vertx, listening, claiming);
    var counting = new Calls(looking, patient);
    this.statistics = new PgStatistics(counting);
    this.lanes = new PgLaneView(counting, claiming, statistics);
    this.facts = new PgLaneFacts(counting);
    this.verification = new PgVerification(counting);
    this.archive = new PgLaneArchive(appends, publishing, claiming, working, urgent, verification);
    this.timelines = new PgTimelines(others);
    this.pools =
        List.of(
            use("claims", claims, CLAIM_CONNECTIONS, claiming),
            use("storing", storing, STORE_CONNECTIONS, publishing, others),
            use("work", work, WORK_CONNECTIONS, working),
            use("statistics", looking, STATISTICS_CONNECTIONS, counting));
  }

  /**
   * Brings the database to this version's schema, blocking, and connects.
   *
   * @throws RuntimeException if it can't be reached or can't be migrated
   */
  public static PgStore open(Vertx vertx, DatabaseUrl url, StreamRules rules, StoreLimits limits) {
    return open(vertx, url, rules, limits, Tuning.DEFAULT);
  }

  static PgStore open(
      Vertx vertx, DatabaseUrl url, StreamRules rules, StoreLimits limits, Tuning tuning) {
    var schema = Migrations.run(url);
    var store = new PgStore(vertx, url, rules, limits, tuning, schema);
    store.bus.connect().toCompletionStage().toCompletableFuture().orTimeout(10, SECONDS).join();
    return store;
  }

  /**
   * Blocks until it is known that no coordinator elsewhere has lanes of this database. The reverse
   * needs no check: a lane's first epoch takes over what the coordinator here knows.
   *
   * @throws LanesElsewhereException if one has
   */
  public void requireLanesHere() {
    var elsewhere = health.lanesElsewhere().toCompletableFuture().orTimeout(10, SECONDS).join();
    if (elsewhere) {
      throw new LanesElsewhereException(url);
    }
  }

  @Override
  public StreamCoordinator coordinator() {
    return coordinator;
  }

  @Override
  public MessageLog log() {
    return log;
  }

  /** Messages and history, for a coordinator whose streams and claims are elsewhere. */
  public LaneArchive archive() {
    return archive;
  }

  @Override
  public Verification verification() {
    return verification;
  }

  @Override
  public LeaseFaults leaseFaults() {
    return new PgLeaseFaults(new Calls(claims, urgent));
  }

  @Override
  public DeadLetters deadLetters() {
    return deadLetters;
  }

  @Override
  public Cleaning cleaning() {
    return cleaning;
  }

  /**
   * The processor that posts credits to accounts.
   *
   * @param format tells what a message credits
   */
  public PaymentProcessor ledger(MessageFormat format) {
    return new PgLedger(others, format);
  }

  @Override
  public ProcessingQueue queue() {
    return queue;
  }

  @Override
  public SignalBus bus() {
    return bus;
  }

  @Override
  public CompletionStage<StoreStatistics> statistics(int lanesMax) {
    return statistics.read(lanesMax);
  }

  @Override
  public LaneView lanes() {
    return lanes;
  }

  /** What is known here of lanes whose claims are in another store. */
  public LaneFacts facts() {
    return facts;
  }

  @Override
  public Timelines timelines() {
    return timelines;
  }

  /** How this node's connections are used. */
  public List<PoolUse> pools() {
    return pools;
  }

  /** Empty: each node has its own. */
  @Override
  public Optional<TokenLeases> tokenLeases() {
    return Optional.empty();
  }

  /** A confirmation is on the queue at once. */
  @Override
  public Confirmations before(
      Confirmations worker, ScheduledExecutorService timers, Consumer<Throwable> failed) {
    return worker;
  }

  @Override
  public CompletionStage<Void> check() {
    return health.coordinator();
  }

  /** Whether requests can be served: database, coordinator and schema. */
  public StoreHealth health() {
    return health;
  }

  @Override
  public CompletionStage<Void> close() {
    urgent.close();
    patient.close();
    indexes.close();
    bus.close();
    return listening
        .close()
        .transform(done -> claims.close())
        .transform(done -> storing.close())
        .transform(done -> work.close())
        .transform(done -> looking.close())
        .toCompletionStage();
  }

  private static PoolUse use(String name, Sessions sessions, int connectionsMax, Calls... calls) {
    return new PoolUse(
        name,
        connectionsMax,
        () -> sessions.pool().size(),
        () -> Stream.of(calls).mapToLong(Calls::underWay).sum(),
        () -> Stream.of(calls).mapToLong(Calls::failures).sum());
  }
}
