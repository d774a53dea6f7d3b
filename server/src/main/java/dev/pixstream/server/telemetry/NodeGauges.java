package dev.pixstream.server.telemetry;

import dev.pixstream.postgres.link.PoolUse;
import dev.pixstream.server.connections.Connections;
import dev.pixstream.server.connections.Held;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/** What is read off a node when somebody scrapes. */
final class NodeGauges implements AutoCloseable {
  private final JvmGcMetrics collections = new JvmGcMetrics();

  NodeGauges(MeterRegistry registry) {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collections.bindTo(registry);
  }

  static void waiting(MeterRegistry registry, IntSupplier waiting) {
    Gauge.builder("pixstream.waiting.requests", waiting, IntSupplier::getAsInt)
        .description("Requests that wait for messages on this node")
        .register(registry);
  }

  static void reconnects(MeterRegistry registry, LongSupplier reconnects) {
    FunctionCounter.builder("pixstream.listen.reconnects", reconnects, LongSupplier::getAsLong)
        .description("How often this node had to listen anew for the signals of the others")
        .register(registry);
  }

  static void clients(
      MeterRegistry registry,
      Connections connections,
      Map<String, Held> held,
      IntSupplier viewers) {
    Gauge.builder("pixstream.connections", connections, Connections::open)
        .description("Open connections of clients")
        .register(registry);
    FunctionCounter.builder("pixstream.connections.refused", connections, Connections::refused)
        .description("Connections beyond their bound, refused or served with health alone")
        .register(registry);
    held.forEach(
        (what, bytes) ->
            Gauge.builder("pixstream.held.bytes", bytes, Held::bytes)
                .description("Bytes held for clients, against their bound")
                .tag("for", what)
                .register(registry));
    Gauge.builder("pixstream.viewers", viewers, IntSupplier::getAsInt)
        .description("Pages of the console that are kept up to date")
        .strongReference(true)
        .register(registry);
  }

  static void pools(MeterRegistry registry, List<PoolUse> pools) {
    for (var pool : pools) {
      gauge(registry, pool, "connections", "Open connections", use -> use.connections().getAsInt());
      gauge(registry, pool, "connections.max", "Bound of connections", PoolUse::connectionsMax);
      gauge(
          registry,
          pool,
          "calls",
          "Calls under way, those that wait for a connection included",
          use -> use.calls().getAsLong());
      FunctionCounter.builder("pixstream.pool.failures", pool, use -> use.failures().getAsLong())
          .description("Calls to the database that failed")
          .tag("pool", pool.name())
          .register(registry);
    }
  }

  private static void gauge(
      MeterRegistry registry,
      PoolUse pool,
      String name,
      String help,
      ToDoubleFunction<PoolUse> value) {
    Gauge.builder("pixstream.pool." + name, pool, value)
        .description(help)
        .tag("pool", pool.name())
        .strongReference(true)
        .register(registry);
  }

  @Override
  public void close() {
    collections.close();
  }
}
