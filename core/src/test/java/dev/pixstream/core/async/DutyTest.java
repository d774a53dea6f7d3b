package dev.pixstream.core.async;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Work that goes on whatever it throws. */
final class DutyTest {
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final AtomicInteger rounds = new AtomicInteger();

  private void failed(String duty, Throwable failure) {
    failures.add(duty + ": " + String.valueOf(failure.getMessage()).replaceFirst(".*: ", ""));
  }

  @Test
  @Tag("access.11")
  void a_scheduled_duty_that_throws_once_runs_again_and_its_failure_is_told() throws Exception {
    var third = new CountDownLatch(3);
    var duty =
        Duty.rounds(
            "expiry",
            this::failed,
            () -> {
              third.countDown();
              if (rounds.incrementAndGet() == 1) {
                throw new AssertionError("once");
              }
              return CompletableFuture.completedFuture(1);
            });
    try (var timers = Executors.newSingleThreadScheduledExecutor()) {
      var _ = timers.scheduleWithFixedDelay(duty, 0, 1, TimeUnit.MILLISECONDS);
      boolean again = third.await(20, TimeUnit.SECONDS);
      timers.shutdownNow();
      assertTrue(again, "it never ran again");
    }
    assertEquals(List.of("expiry: once"), failures);
  }

  @Test
  @Tag("access.11")
  void a_round_that_fails_later_is_told_and_the_next_one_begins() {
    var answers = List.of(new CompletableFuture<Integer>(), new CompletableFuture<Integer>());
    var duty = Duty.rounds("x", this::failed, () -> answers.get(rounds.getAndIncrement()));
    duty.run();
    duty.run();
    assertEquals(1, rounds.get(), "one round at a time");

    answers.getFirst().completeExceptionally(new IllegalStateException("later"));
    duty.run();

    assertEquals(List.of("x: later"), failures);
    assertEquals(2, rounds.get());
  }

  @Test
  void a_call_that_throws_is_one_that_failed() {
    CompletionStage<String> failed =
        Duty.attempt(
            () -> {
              throw new IllegalStateException("at once");
            });

    var failure =
        assertThrows(CompletionException.class, () -> failed.toCompletableFuture().join());
    assertTrue(failure.toString().endsWith("at once"), failure.toString());
  }

  @Test
  void a_throwing_task_is_reported() {
    Duty.guarded(
            "y",
            this::failed,
            () -> {
              throw new StackOverflowError("deep");
            })
        .run();

    assertEquals(List.of("y: deep"), failures);
  }
}
