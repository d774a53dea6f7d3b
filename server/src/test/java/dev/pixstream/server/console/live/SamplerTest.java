package dev.pixstream.server.console.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.async.Duty;
import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.StreamRules;
import dev.pixstream.core.store.view.LaneSample;
import dev.pixstream.core.store.view.LaneTotals;
import dev.pixstream.core.store.view.LaneView;
import dev.pixstream.postgres.PgStore;
import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.postgres.link.StoreLimits;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The console's samples come whatever one of them, or one of its viewers, throws. */
@ExtendWith(PostgresExtension.class)
@Timeout(60)
final class SamplerTest {
  private final Vertx vertx = Vertx.vertx();
  private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(1);
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final Duty.Troubles troubles =
      (duty, failure) ->
          told.add(duty + ": " + String.valueOf(failure.getMessage()).replaceFirst(".*: ", ""));
  private final PgStore store;

  SamplerTest(TestDatabase database) {
    this.store =
        PgStore.open(
            vertx, DatabaseUrl.parse(database.url()), StreamRules.DEFAULT, StoreLimits.DEFAULT);
  }

  @AfterEach
  void close() {
    timers.shutdownNow();
    store.close().toCompletableFuture().join();
    vertx.close().await();
  }

  @Test
  @Tag("access.11")
  void an_error_in_a_query_is_told_and_the_next_sample_comes() throws Exception {
    var watching = new Watching(2, false);
    try (var sampler = new Sampler(new Throwing(store.lanes(), 2), timers, troubles)) {
      sampler.add(watching);

      assertTrue(watching.await());
    }
    assertEquals(List.of("console: deep", "console: deep"), List.copyOf(told).subList(0, 2));
  }

  @Test
  @Tag("access.11")
  void an_error_of_one_viewer_is_told_and_the_others_are_shown_each_sample() throws Exception {
    var failing = new Watching(2, true);
    var watching = new Watching(2, false);
    try (var sampler = new Sampler(store.lanes(), timers, troubles)) {
      sampler.add(failing);
      sampler.add(watching);

      assertTrue(failing.await() && watching.await());
    }
    assertEquals("console: no such template", told.getFirst());
  }

  /** Somebody who watches until so many samples were shown. */
  private static final class Watching implements Sampler.Viewer {
    private final CountDownLatch shown;
    private final boolean fails;

    Watching(int samples, boolean fails) {
      this.shown = new CountDownLatch(samples);
      this.fails = fails;
    }

    boolean await() throws InterruptedException {
      return shown.await(30, TimeUnit.SECONDS);
    }

    @Override
    public Optional<LaneId> lane() {
      return Optional.empty();
    }

    @Override
    public void show(LaneSnapshot moment) {
      shown.countDown();
      if (fails) {
        throw new NoClassDefFoundError("no such template");
      }
    }

    @Override
    public void end() {}
  }

  /** The real view, whose first calls throw. */
  private static final class Throwing implements LaneView {
    private final LaneView real;
    private final AtomicInteger left;

    Throwing(LaneView real, int calls) {
      this.real = real;
      this.left = new AtomicInteger(calls);
    }

    @Override
    public CompletionStage<LaneSample> sample(Optional<Instant> since, Set<LaneId> watched) {
      if (left.getAndDecrement() > 0) {
        throw new StackOverflowError("deep");
      }
      return real.sample(since, watched);
    }

    @Override
    public CompletionStage<LaneTotals> totals(int lanesMax) {
      return real.totals(lanesMax);
    }

    @Override
    public CompletionStage<Ended> end(LaneId lane, long stream) {
      return real.end(lane, stream);
    }
  }
}
