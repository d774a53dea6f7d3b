package dev.pixstream.server.node;

import dev.pixstream.core.async.Duty;
import dev.pixstream.core.delivery.CollectorService;
import dev.pixstream.core.delivery.NodeDuties;
import dev.pixstream.core.delivery.NodeSignals;
import dev.pixstream.core.pix.MessageGenerator;
import dev.pixstream.core.processing.Cleaner;
import dev.pixstream.core.store.Store;
import dev.pixstream.core.store.queue.Confirmations;
import dev.pixstream.core.verification.Verifier;
import dev.pixstream.postgres.PgStore;
import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.redis.RedisStore;
import dev.pixstream.redis.link.RedisUrl;
import dev.pixstream.server.admin.DeadLetterRoutes;
import dev.pixstream.server.admin.DocsRoutes;
import dev.pixstream.server.admin.FaultRoutes;
import dev.pixstream.server.admin.HealthRoutes;
import dev.pixstream.server.admin.VerifyRoutes;
import dev.pixstream.server.connections.Connections;
import dev.pixstream.server.connections.CountingTransport;
import dev.pixstream.server.console.Console;
import dev.pixstream.server.console.ConsoleRoutes;
import dev.pixstream.server.dialect.Dialect;
import dev.pixstream.server.dialect.icom.IcomDialect;
import dev.pixstream.server.dialect.json.JsonDialect;
import dev.pixstream.server.faults.Faults;
import dev.pixstream.server.flow.StoreFlow;
import dev.pixstream.server.flow.StreamFlow;
import dev.pixstream.server.http.Access;
import dev.pixstream.server.http.Admission;
import dev.pixstream.server.http.Body;
import dev.pixstream.server.http.Entrance;
import dev.pixstream.server.http.Failures;
import dev.pixstream.server.http.Handover;
import dev.pixstream.server.http.HttpServers;
import dev.pixstream.server.http.Methods;
import dev.pixstream.server.limits.Traffic;
import dev.pixstream.server.security.Role;
import dev.pixstream.server.security.authentication.Authenticator;
import dev.pixstream.server.security.authentication.HostNames;
import dev.pixstream.server.security.network.Loopback;
import dev.pixstream.server.telemetry.MetricsRoute;
import dev.pixstream.server.telemetry.Telemetry;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node, wired by hand: the store, the collectors' service, the node's duties, and HTTP in front
 * of them.
 */
public final class PixStreamServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PixStreamServer.class);

  private static final long SWEEP_MS = 1_000;
  private static final long SETTLE_MS = 50;

  private final ServerOptions options;
  private final Connections connections;
  private final Vertx vertx;
  private final Authenticator gate;
  private final Entrance entrance;
  private final ScheduledExecutorService timers;
  private final Telemetry telemetry;
  private final PgStore database;
  private final Store store;
  private final Optional<NodeWorker> worker;
  private final CollectorService collectors;
  private final Traffic traffic;
  private final Admission admission;
  private final HttpServers servers;
  private final WorkerExecutor reading;
  private final NodeDuties duties;
  private final Console console;
  private final Optional<Cleaner> cleaner;
  private final DocsRoutes docs = new DocsRoutes();
  private final Faults faults = new Faults();
  private final List<HttpServer> listeners = new CopyOnWriteArrayList<>();
  private final List<HttpServer> management = new CopyOnWriteArrayList<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean serving;

  private PixStreamServer(
      ServerOptions options, DatabaseUrl url, Optional<RedisUrl> redis, RedisStore.Tuning tuning) {
    this.options = options;
    this.connections =
        new Connections(
            options.limits().bounds().connections(options.security().tls().isPresent()));
    this.vertx = vertx(connections);
    this.gate = gate(vertx, options);
    this.entrance = new Entrance(HostNames.of(options.security(), options.host()));
    this.timers = timers();
    var node = nodeName();
    this.telemetry = new Telemetry(options.telemetry(), JsonDialect.FORMAT, version(), node);
    this.database = PgStore.open(vertx, url, options.rules(), options.limits().store());
    this.store = store(redis, tuning);
    var signals = new NodeSignals(node, store.bus(), timers, telemetry.troubles());
    this.worker = worker(node);
    this.collectors =
        new CollectorService(
            node,
            store.coordinator(),
            signals,
            options.rules(),
            confirmations(),
            telemetry.collectors(),
            timers);
    telemetry.watch(store, database.pools(), collectors);
    telemetry.watchTokenKeys(gate::tokenKeysAge);
    telemetry.watchOthers(store);
    this.traffic = traffic();
    this.admission = new Admission(options.limits().bounds(), collectors::waiting);
    this.servers =
        new HttpServers(
            vertx, gate, options.limits().bounds(), admission.clients(), telemetry.troubles());
    telemetry.watchClients(
        connections,
        Map.of("bodies", admission.bodies(), "clients", admission.clients()),
        admission::viewers);
    this.reading =
        vertx.createSharedWorkerExecutor(
            "pixstream-bodies", Math.max(2, Runtime.getRuntime().availableProcessors()));
    this.duties = new NodeDuties(store.coordinator(), collectors, timers, telemetry.troubles());
    this.console =
        new Console(
            new Console.Stores(
                store.lanes(), store.timelines(), store.log(), store.deadLetters(), collectors),
            JsonDialect.FORMAT,
            options.rules(),
            timers,
            telemetry.troubles());
    this.cleaner =
        options
            .retention()
            .map(
                retention ->
                    new Cleaner(store.cleaning(), retention, timers, telemetry.troubles()));
  }

  /**
   * Starts a node on this database, migrating it if need be, and returns when it serves.
   *
   * @throws dev.pixstream.postgres.LanesElsewhereException if it was used with Redis
   * @throws RuntimeException if the database can't be reached, the port is taken, or there is no
   *     such processor
   */
  public static PixStreamServer start(ServerOptions options, DatabaseUrl database) {
    return start(options, database, Optional.empty());
  }

  /**
   * As {@link #start(ServerOptions, DatabaseUrl)}.
   *
   * @param redis has the streams and the claims; empty: the database has them too
   * @throws dev.pixstream.redis.link.RedisUnfitException if this Redis can't be used
   */
  public static PixStreamServer start(
      ServerOptions options, DatabaseUrl database, Optional<RedisUrl> redis) {
    return start(options, database, redis, RedisStore.Tuning.DEFAULT);
  }

  /** As the other, with what only tests change. */
  public static PixStreamServer start(
      ServerOptions options,
      DatabaseUrl database,
      Optional<RedisUrl> redis,
      RedisStore.Tuning tuning) {
    var server = new PixStreamServer(options, database, redis, tuning);
    try {
      server.listen();
      server.worker.ifPresent(NodeWorker::start);
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** The port that it listens on. */
  public int port() {
    return listeners.getFirst().actualPort();
  }

  /** The port where health is served. */
  public int managementPort() {
    return management.isEmpty() ? port() : management.getFirst().actualPort();
  }

  /**
   * Stops: readiness ends first, and after the delay that is configured waiting collectors are
   * answered at once, responses and jobs under way are finished, then connections are closed.
   * Batches that collectors hold stay leased to them, for this node's next start or for another
   * node. A second call does nothing.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    serving = false;
    stayForBalancers();
    var worked = worker.map(running -> running.stop(options.stopWithin()));
    var left = Future.fromCompletionStage(collectors.stopWaiting());
    duties.close();
    console.close();
    gate.close();
    cleaner.ifPresent(Cleaner::close);
    for (var listener : listeners) {
      await(listener.shutdown(options.stopWithin().toMillis(), TimeUnit.MILLISECONDS), "HTTP");
    }
    for (var listener : management) {
      await(listener.close(), "management");
    }
    await(left, "waiting");
    worked.ifPresent(stopped -> await(Future.fromCompletionStage(stopped), "the worker"));
    closeStore(store);
  }

  private void closeStore(Store opened) {
    await(Future.fromCompletionStage(opened.close()), "store");
    timers.shutdownNow();
    telemetry.close();
    await(vertx.close(), "event loops");
  }

  /** Where the streams and the claims are. */
  private Store store(Optional<RedisUrl> redis, RedisStore.Tuning tuning) {
    try {
      if (redis.isEmpty()) {
        database.requireLanesHere();
        return database;
      }
      var messages = new RedisStore.Messages(database, database.archive(), database.facts());
      return RedisStore.open(vertx, redis.get(), messages, options.rules(), tuning);
    } catch (RuntimeException e) {
      closeStore(database);
      throw e;
    }
  }

  private Traffic traffic() {
    var rates = options.limits().rates();
    var kept = options.rules().lease();
    return store
        .tokenLeases()
        .map(tokens -> Traffic.shared(rates, kept, tokens, telemetry.troubles()))
        .orElseGet(() -> Traffic.local(rates, kept));
  }

  private Confirmations confirmations() {
    return store.before(
        worker.map(NodeWorker::confirmations).orElse(Confirmations.IGNORED),
        timers,
        failure -> LOG.warn("A round of the history failed: {}", failure.getMessage()));
  }

  private Optional<NodeWorker> worker(String node) {
    try {
      return NodeWorker.of(
          node, options.worker(), database, JsonDialect.FORMAT, telemetry.worker());
    } catch (RuntimeException e) {
      closeStore(store);
      throw e;
    }
  }

  private void listen() {
    int loops = Math.max(1, Runtime.getRuntime().availableProcessors());
    int port = options.port() == 0 ? -1 : options.port();
    deploy(() -> new Listener(() -> front(port), listeners), loops);
    options
        .health()
        .managementPort()
        .ifPresent(own -> deploy(() -> new Listener(() -> back(own), management), 1));
    gate.watch(options.host());
    var _ = vertx.setPeriodic(SWEEP_MS, limits(traffic::sweep));
    store.tokenLeases().ifPresent(shared -> vertx.setPeriodic(SETTLE_MS, limits(traffic::settle)));
    serving = true;
  }

  private Handler<Long> limits(Runnable task) {
    var guarded = Duty.guarded("limits", telemetry.troubles(), task);
    return id -> guarded.run();
  }

  /** Its files are read before anything is opened that would have to be closed. */
  private static Authenticator gate(Vertx vertx, ServerOptions options) {
    try {
      options.security().checkListening(options.host());
      if (options.health().managementPort().isPresent()) {
        options.security().checkListening(options.health().managementHost());
      }
      return new Authenticator(vertx, options.security());
    } catch (RuntimeException e) {
      vertx.close().toCompletionStage().toCompletableFuture().join();
      throw e;
    }
  }

  private void deploy(Supplier<Deployable> listener, int loops) {
    vertx
        .deployVerticle(listener, new DeploymentOptions().setInstances(loops))
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  private Router managementRouter() {
    var router = Router.router(vertx);
    Failures.routeTo(router);
    admission.guard(router);
    entrance.guard(router);
    addManagement(router, new Access(gate));
    Methods.addHead(router);
    return router;
  }

  /** Balancers see that it is not ready, and send no more. */
  private void stayForBalancers() {
    try {
      TimeUnit.NANOSECONDS.sleep(options.health().stopDelay().toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void await(Future<?> done, String what) {
    try {
      done.toCompletionStage()
          .toCompletableFuture()
          .get(options.stopWithin().toMillis() + 1_000, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.warn("Stopping {} failed: {}", what, e.toString());
    }
  }

  private List<Dialect> dialects(Body body) {
    var streaming = new StreamFlow(collectors, traffic, admission, new Handover(vertx));
    return options.icom().on()
        ? List.of(json(body, streaming), new IcomDialect(streaming, options.icom()))
        : List.of(json(body, streaming));
  }

  private Dialect json(Body body, StreamFlow streaming) {
    return new JsonDialect(
        streaming,
        new StoreFlow(store.log(), collectors, telemetry, traffic, reading),
        store.log(),
        traffic,
        body,
        new MessageGenerator(RandomGenerator.getDefault(), InstantSource.system()),
        options.generator());
  }

  private Router router() {
    var router = Router.router(vertx);
    Failures.routeTo(router);
    if (options.telemetry().metrics()) {
      new MetricsRoute(telemetry).countResponses(router);
    }
    if (options.icom().on()) {
      IcomDialect.PROBLEMS.below(router, IcomDialect.PATHS);
    }
    admission.guard(router);
    entrance.guard(router);
    var access = new Access(gate);
    access.identify(router);
    var body = new Body(admission.bodies());
    var faultRoutes =
        options.faults()
            ? Optional.of(new FaultRoutes(faults, store.leaseFaults(), collectors))
            : Optional.<FaultRoutes>empty();
    faultRoutes.ifPresent(routes -> routes.addTo(router, body));
    var intercepted = FaultRoutes.of(faultRoutes);
    dialects(body).forEach(dialect -> dialect.addTo(router, intercepted));
    new DeadLetterRoutes(store.deadLetters()).addTo(router, body);
    new VerifyRoutes(new Verifier(store.verification(), timers)).addTo(router);
    if (options.health().managementPort().isEmpty()) {
      addManagement(router, access);
    }
    docs.addTo(router);
    new ConsoleRoutes(console, access, admission, options.generator()).addTo(router);
    Access.requireDecided(router);
    Methods.addHead(router);
    return router;
  }

  /** Method and path of each route, for tests of who may use them. */
  public List<String> routes() {
    return router().getRoutes().stream()
        .filter(route -> route.methods() != null)
        .flatMap(route -> route.methods().stream().map(method -> method + " " + route.getPath()))
        .toList();
  }

  /** What operators ask, on the port of the API or on one of its own. */
  private void addManagement(Router router, Access access) {
    HealthRoutes.addTo(
        router, vertx, () -> serving, database.health(), store::check, gate::tokenKeysAge);
    if (options.telemetry().metrics()) {
      router.route("/metrics").handler(access::identify);
      new MetricsRoute(telemetry)
          .serve(Access.needs(router.get("/metrics"), Role.METRICS, Role.ADMIN), vertx);
    }
  }

  private static Vertx vertx(Connections connections) {
    return Vertx.builder()
        .with(
            new VertxOptions()
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)))
        .withTransport(new CountingTransport(connections))
        .build();
  }

  private static ScheduledExecutorService timers() {
    var timers =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("pixstream-timers").factory());
    timers.setRemoveOnCancelPolicy(true);
    return timers;
  }

  private static String version() {
    var version = PixStreamServer.class.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }

  private static String nodeName() {
    return Long.toString(new SecureRandom().nextLong(Long.MAX_VALUE), 36);
  }

  /** Where the API is. */
  private HttpServer front(int port) {
    return servers.secured(HttpServers.at(options.host(), port), router(), tls -> tls);
  }

  /** As the API, unless only this machine reaches it. Probes have no certificate to show. */
  private HttpServer back(int port) {
    var host = options.health().managementHost();
    var at = HttpServers.at(host, port);
    return Loopback.is(host)
        ? servers.plain(at, managementRouter())
        : servers.secured(at, managementRouter(), HttpServers::withoutDemand);
  }

  /** One event loop that accepts connections; all that serve the same share the port. */
  private static final class Listener extends AbstractVerticle {
    private final Supplier<HttpServer> making;
    private final List<HttpServer> listening;

    Listener(Supplier<HttpServer> making, List<HttpServer> listening) {
      this.making = making;
      this.listening = listening;
    }

    @Override
    public void start(Promise<Void> started) {
      making.get().listen().onSuccess(listening::add).<Void>mapEmpty().onComplete(started);
    }
  }
}
