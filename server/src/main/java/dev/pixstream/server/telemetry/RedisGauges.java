package dev.pixstream.server.telemetry;

import dev.pixstream.redis.lanes.RedisUse;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** How a node stands with Redis, where Redis has the streams and claims. */
final class RedisGauges {
  private RedisGauges() {}

  static void register(MeterRegistry registry, RedisUse use) {
    Gauge.builder("pixstream.redis.masters", use, found -> found.masters().getAsInt())
        .description("Redis, or the masters of its cluster, as far as this node knows them")
        .strongReference(true)
        .register(registry);
    Gauge.builder("pixstream.redis.connected", use, found -> found.connected().getAsInt())
        .description("To how many of them this node is connected")
        .strongReference(true)
        .register(registry);
    Gauge.builder("pixstream.redis.calls", use, found -> found.calls().getAsLong())
        .description("Calls to Redis under way")
        .strongReference(true)
        .register(registry);
    FunctionCounter.builder(
            "pixstream.redis.reconnects", use, found -> found.reconnects().getAsLong())
        .description("How often a connection to Redis was lost and made anew")
        .register(registry);
    FunctionCounter.builder("pixstream.redis.rewinds", use, found -> found.rewinds().getAsLong())
        .description("Lanes made anew because PostgreSQL had lost their newest messages")
        .register(registry);
  }
}
