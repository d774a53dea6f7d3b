package dev.pixstream.server.telemetry;

import dev.pixstream.core.async.Duty;
import dev.pixstream.core.delivery.CollectorListener;
import dev.pixstream.core.delivery.CollectorService;
import dev.pixstream.core.model.MessageFormat;
import dev.pixstream.core.processing.WorkerListener;
import dev.pixstream.core.store.Store;
import dev.pixstream.postgres.link.PoolUse;
import dev.pixstream.redis.RedisStore;
import dev.pixstream.server.connections.Connections;
import dev.pixstream.server.connections.Held;
import dev.pixstream.server.security.tokens.TokenKeysAge;
import dev.pixstream.server.tracing.Tracing;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * The metrics of one node. Counters and histograms are the node's own since its start; gauges of
 * the store are the same on every node.
 */
public final class Telemetry implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Meters meters = new Meters(registry);
  private final DutyTroubles troubles = new DutyTroubles(meters);
  private final StoreClock clock = new StoreClock();
  private final NodeGauges gauges = new NodeGauges(registry);
  private final Optional<Tracing> tracing;
  private final CollectorListener collectors;
  private final WorkerListener worker;
  private final StoringMeters storing;
  private final ConcurrentHashMap<String, Counter> throttled = new ConcurrentHashMap<>();
  private final Counter[] responses = new Counter[600];
  private volatile Optional<StoreGauges> store = Optional.empty();

  /**
   * Makes the meters.
   *
   * @param format tells the traces which messages are about the same payment
   * @param version of the server, for {@code pixstream_build_info}
   * @param node its name
   */
  public Telemetry(TelemetryOptions options, MessageFormat format, String version, String node) {
    this.tracing = Tracing.of(options.tracing(), format, version, node);
    var listeners = new ArrayList<CollectorListener>(List.of(new PullLog()));
    var workers = new ArrayList<WorkerListener>(List.of(new WorkerLog()));
    if (options.metrics()) {
      listeners.add(new PullMeters(meters, clock));
      workers.add(new WorkMeters(meters, clock));
    }
    tracing.ifPresent(listeners::add);
    tracing.ifPresent(workers::add);
    this.collectors = CollectorListener.all(listeners);
    this.worker = new Workers(workers);
    this.storing = new StoringMeters(meters);
    for (var limit :
        List.of("pulls", "stream-pulls", "stored", "unknown", "backlog", "streams", "load")) {
      throttled(limit, 0);
    }
    Gauge.builder("pixstream.build.info", () -> 1)
        .description("Always 1; its labels tell the build")
        .tag("version", version)
        .register(registry);
  }

  /** Who is to be told what collectors ask. */
  public CollectorListener collectors() {
    return collectors;
  }

  /** Who is to be told what the worker does. */
  public WorkerListener worker() {
    return worker;
  }

  /** Who is to be told of duties that fail. */
  public Duty.Troubles troubles() {
    return troubles;
  }

  /** Who is to be told what is stored. */
  public StoringMeters storing() {
    return storing;
  }

  /** What traces messages, if anything does. */
  public Optional<Tracing> tracing() {
    return tracing;
  }

  /** A request was refused because of this limit: one of a few names, never a caller's text. */
  public void throttled(String limit) {
    throttled(limit, 1);
  }

  private void throttled(String limit, int requests) {
    throttled
        .computeIfAbsent(
            limit,
            name ->
                meters.counter(
                    "pixstream.throttled", "Requests refused because of a limit", "limit", name))
        .increment(requests);
  }

  /** A response with this status is sent. */
  public void responded(int status) {
    // A race makes the same counter twice: the registry has one for each name.
    var counter = responses[status];
    if (counter == null) {
      counter =
          meters.counter(
              "pixstream.http.responses",
              "Responses by status",
              "status",
              Integer.toString(status));
      responses[status] = counter;
    }
    counter.increment();
  }

  /** From now on tells how this store and these collectors stand, too. */
  public void watch(Store found, List<PoolUse> pools, CollectorService service) {
    NodeGauges.pools(registry, pools);
    NodeGauges.waiting(registry, service::waiting);
    tracing.ifPresent(traces -> traces.histories(found.log()));
    var gauges = new StoreGauges(registry, found::statistics, clock);
    store = Optional.of(gauges);
    var _ = gauges.refresh();
  }

  /**
   * From now on tells what clients make the node hold.
   *
   * @param held bytes by what they are for
   * @param viewers pages that are kept up to date
   */
  public void watchClients(Connections connections, Map<String, Held> held, IntSupplier viewers) {
    NodeGauges.clients(registry, connections, held, viewers);
  }

  /** From now on tells how this node hears the others, and how it uses Redis if it does. */
  public void watchOthers(Store found) {
    NodeGauges.reconnects(registry, found.bus()::reconnects);
    if (found instanceof RedisStore redis) {
      RedisGauges.register(registry, redis.use());
    }
  }

  /** From now on tells how old the keys of tokens are, if they are fetched. */
  public void watchTokenKeys(Supplier<Optional<TokenKeysAge>> keys) {
    if (keys.get().isPresent()) {
      Gauge.builder(
              "pixstream.token.keys.age",
              keys,
              found -> found.get().map(age -> age.age().toMillis() / 1_000.0).orElse(0.0))
          .description("Since the keys of tokens were fetched from their issuer")
          .baseUnit("seconds")
          .strongReference(true)
          .register(registry);
      FunctionCounter.builder(
              "pixstream.token.keys.failures",
              keys,
              found -> found.get().map(TokenKeysAge::failures).orElse(0L))
          .description("Fetches of the keys of tokens that failed")
          .register(registry);
    }
  }

  /** All of it as Prometheus reads it. It takes milliseconds: not for an event loop. */
  String scrape() {
    return registry.scrape();
  }

  /** Completes when the store was asked how it stands, or takes too long to answer. */
  CompletableFuture<Void> refreshed() {
    return store.map(StoreGauges::refresh).orElseGet(() -> CompletableFuture.completedFuture(null));
  }

  @Override
  public void close() {
    tracing.ifPresent(Tracing::close);
    gauges.close();
    registry.close();
  }
}
