package dev.pixstream.server.telemetry;

import dev.pixstream.core.async.Duty;
import dev.pixstream.core.store.view.StoreStatistics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;

/**
 * How the whole installation stands, as one query tells it: at most one at a time and one in {@link
 * #PERIOD}, however often somebody scrapes. Without an answer the gauges keep what they last knew
 * for {@link #STALE}, and are NaN after that.
 */
final class StoreGauges {
  static final int LANES_MAX = 10;
  private static final Duration PERIOD = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration STALE = Duration.ofSeconds(60);

  private final IntFunction<CompletionStage<StoreStatistics>> source;
  private final StoreClock clock;
  private final MultiGauge backlogs;
  private final MultiGauge ages;
  private final MultiGauge deadTuples;
  private Look latest = new Look();
  private volatile Optional<Known> known = Optional.empty();

  /** One query: when it was asked, and when it is over. */
  private record Look(long nanos, CompletableFuture<Void> over) {
    Look() {
      this(System.nanoTime() - PERIOD.toNanos() - 1, CompletableFuture.completedFuture(null));
    }

    boolean isRecent() {
      return System.nanoTime() - nanos < PERIOD.toNanos() || !over.isDone();
    }
  }

  private record Known(StoreStatistics statistics, long nanos) {
    boolean isStale() {
      return System.nanoTime() - nanos > STALE.toNanos();
    }
  }

  StoreGauges(
      MeterRegistry registry,
      IntFunction<CompletionStage<StoreStatistics>> source,
      StoreClock clock) {
    this.source = source;
    this.clock = clock;
    this.backlogs =
        lanes(registry, "pixstream.lane.backlog.messages", "Messages to be delivered in a lane");
    this.ages =
        lanes(registry, "pixstream.lane.backlog.age.seconds", "Age of a lane's oldest message");
    this.deadTuples =
        MultiGauge.builder("pixstream.database.dead.tuples")
            .description("Rows that wait for vacuum")
            .register(registry);
    register(registry);
  }

  private static MultiGauge lanes(MeterRegistry registry, String name, String help) {
    return MultiGauge.builder(name)
        .description(
            help
                + String.format(
                    Locale.ROOT,
                    "; the %d largest and the %d with the oldest message",
                    LANES_MAX,
                    LANES_MAX))
        .register(registry);
  }

  private void register(MeterRegistry registry) {
    gauge(
        registry, "backlog.messages", "Messages to be delivered", found -> found.lanes().backlog());
    gauge(registry, "backlog.lanes", "Lanes that have some", found -> found.lanes().backlogLanes());
    gauge(
        registry,
        "backlog.age.seconds",
        "Age of the oldest message to be delivered",
        found -> seconds(found.lanes().backlogAge()));
    gauge(registry, "streams.open", "Open streams", found -> found.lanes().streams());
    gauge(
        registry,
        "leased.messages",
        "Messages delivered and not confirmed",
        found -> found.lanes().leased());
    gauge(
        registry,
        "queue.batches",
        "Confirmed batches that no worker has taken",
        found -> found.lanes().queued());
    gauge(
        registry,
        "retrying.messages",
        "Messages whose processing failed and is tried again",
        StoreStatistics::retrying);
    gauge(
        registry,
        "dead.letters",
        "Messages in the dead letters, counted up to 100000",
        StoreStatistics::dead);
    gauge(
        registry,
        "database.oldest.xmin.age",
        "Transactions since the oldest snapshot that holds vacuum back",
        StoreStatistics::xminAge);
    gauge(
        registry,
        "database.oldest.transaction.seconds",
        "Since when the oldest transaction has been open",
        found -> seconds(found.transactionAge()));
    Gauge.builder("pixstream.store.up", this, gauges -> gauges.present().isPresent() ? 1 : 0)
        .description("1 if the store has told how it stands within the last minute")
        .register(registry);
  }

  private void gauge(
      MeterRegistry registry, String name, String help, ToDoubleFunction<StoreStatistics> value) {
    Gauge.builder(
            "pixstream." + name,
            this,
            gauges -> gauges.present().map(value::applyAsDouble).orElse(Double.NaN))
        .description(help)
        .register(registry);
  }

  private Optional<StoreStatistics> present() {
    return known.filter(found -> !found.isStale()).map(Known::statistics);
  }

  /** Asks anew if the last answer is old; completes soon, whatever comes of it. */
  CompletableFuture<Void> refresh() {
    Look look;
    synchronized (this) {
      if (latest.isRecent()) {
        return latest.over().copy();
      }
      look = new Look(System.nanoTime(), new CompletableFuture<>());
      latest = look;
    }
    ask(look);
    return look.over().copy();
  }

  private void ask(Look look) {
    var asked = Instant.now();
    Duty.attempt(() -> source.apply(LANES_MAX))
        .thenAccept(
            found -> {
              clock.told(found.time(), asked, Instant.now());
              known = Optional.of(new Known(found, System.nanoTime()));
              show(found);
            })
        .whenComplete((done, failure) -> look.over().complete(null));
    var _ = look.over().completeOnTimeout(null, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void show(StoreStatistics found) {
    var messages = new ArrayList<Row<?>>();
    var oldest = new ArrayList<Row<?>>();
    for (var backlog : found.lanes().lanes()) {
      var tags = Tags.of("ispb", backlog.lane().value());
      messages.add(Row.of(tags, backlog.messages()));
      oldest.add(Row.of(tags, seconds(backlog.age())));
    }
    backlogs.register(messages, true);
    ages.register(oldest, true);
    var dead = new ArrayList<Row<?>>();
    found
        .deadTuples()
        .forEach((table, tuples) -> dead.add(Row.of(Tags.of("table", table), tuples)));
    deadTuples.register(dead, true);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1_000.0;
  }
}
