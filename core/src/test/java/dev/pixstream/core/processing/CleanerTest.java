package dev.pixstream.core.processing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.queue.Cleaning;
import dev.pixstream.core.store.queue.Cleaning.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The order of a round's steps. */
class CleanerTest {
  private static final Duration RETENTION = Duration.ofDays(30);
  private static final LaneId A = LaneId.of("0000000A");
  private static final LaneId B = LaneId.of("0000000B");

  private final BlockingQueue<String> asked = new ArrayBlockingQueue<>(100);
  private final List<Throwable> failures = new ArrayList<>();

  @Test
  @Tag("cleaning.2")
  void it_goes_on_with_a_lane_while_there_is_more_then_with_the_next_and_ends_with_streams()
      throws Exception {
    assertEquals(
        List.of("", "", "0000000A", "0000000B", "0000000B"),
        round(
            new Step.Cleaned(A, 1_000, true),
            new Step.Cleaned(A, 0, false),
            new Step.Cleaned(B, 0, false),
            new Step.Finished(1_000, true),
            new Step.Finished(3, false)));
  }

  @Test
  @Tag("cleaning.2")
  void it_leaves_the_round_to_a_node_that_is_at_it() throws Exception {
    assertEquals(List.of("", "0000000A"), round(new Step.Cleaned(A, 0, false), new Step.Busy()));
  }

  @Test
  void a_step_that_fails_ends_the_round_and_is_told() throws Exception {
    assertEquals(List.of(""), round());
    assertEquals(1, failures.size());
  }

  @Test
  @Tag("access.11")
  void a_step_that_throws_is_told_and_does_not_end_the_rounds() throws Exception {
    var steps = new AtomicInteger();
    Cleaning cleaning =
        (retention, after) -> {
          steps.incrementAndGet();
          throw new IllegalStateException("at once");
        };
    var rounds = new ArrayList<Runnable>();
    try (var timers =
        new ScheduledThreadPoolExecutor(1) {
          @Override
          public ScheduledFuture<?> scheduleWithFixedDelay(
              Runnable round, long first, long pause, TimeUnit unit) {
            rounds.add(round);
            return super.scheduleWithFixedDelay(round, 1, 1, TimeUnit.DAYS);
          }
        }) {
      try (var _ =
          new Cleaner(cleaning, RETENTION, timers, (duty, failure) -> failures.add(failure))) {
        rounds.getFirst().run();
        rounds.getFirst().run();
      }
      timers.shutdownNow();
    }
    assertEquals(2, steps.get());
    assertEquals(2, failures.size());
  }

  /** What was asked for in a round whose steps are answered so; one more would fail. */
  private List<String> round(Step... steps) throws Exception {
    var answers = new ArrayBlockingQueue<Step>(10, false, List.of(steps));
    var cleaning =
        new Cleaning() {
          @Override
          public CompletionStage<Step> step(Duration retention, Optional<LaneId> after) {
            assertEquals(RETENTION, retention);
            asked.add(after.map(LaneId::value).orElse(""));
            return Optional.ofNullable(answers.poll())
                .<CompletionStage<Step>>map(CompletableFuture::completedFuture)
                .orElseGet(() -> CompletableFuture.failedFuture(new IllegalStateException("none")));
          }
        };
    try (var timers = Executors.newSingleThreadScheduledExecutor()) {
      try (var _ =
          new Cleaner(cleaning, RETENTION, timers, (duty, failure) -> failures.add(failure))) {
        // The first round is the timer's first task, and this one is behind it.
        timers.submit(() -> {}).get(10, TimeUnit.SECONDS);
      }
    }
    assertEquals(steps.length == 0 ? 1 : 0, failures.size());
    return List.copyOf(asked);
  }
}
