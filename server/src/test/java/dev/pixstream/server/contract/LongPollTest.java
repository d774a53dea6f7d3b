package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.server.EachCoordinator;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Long polling: how long a pull waits. */
@EachCoordinator
@ContractTest(waitMs = 1_000)
final class LongPollTest {
  /** What a test allows for a busy machine. */
  private static final Duration SLACK = Duration.ofSeconds(5);

  private final Service service;

  LongPollTest(Service service) {
    this.service = service;
  }

  @Test
  @Tag("polling.1")
  void a_pull_with_nothing_to_deliver_waits_and_then_answers_204() {
    var lane = service.lane();
    long start = System.nanoTime();

    var opened = lane.start().assertNothingYet();
    var afterOpen = Duration.ofNanos(System.nanoTime() - start);
    lane.pull(opened.next()).assertNothingYet();
    var afterPull = Duration.ofNanos(System.nanoTime() - start);

    assertWaited(afterOpen, Duration.ofMillis(900));
    assertWaited(afterPull.minus(afterOpen), Duration.ofMillis(900));
  }

  @Test
  @Tag("polling.1")
  void waits_are_spread_over_their_last_tenth() {
    var lanes = List.of(service.lane(), service.lane(), service.lane());
    Answer.all(lanes.stream().flatMap(lane -> lane.starting(6).stream()).toList())
        .forEach(Answer::assertNothingYet);

    var waits =
        lanes.stream()
            .flatMap(lane -> service.waits(lane).stream())
            .map(wait -> wait.toNanos() / 1e6)
            .toList();

    assertEquals(18, waits.size());
    assertTrue(waits.stream().allMatch(wait -> wait >= 899 && wait <= 1_000), waits::toString);
    // Eighteen of 100 possible waits: that five or fewer differ has no chance worth naming.
    assertTrue(waits.stream().distinct().count() > 5, waits::toString);
  }

  @Test
  @Tag("polling.1")
  void a_pull_that_finds_messages_does_not_wait() {
    var lane = service.lane();
    lane.store(1, 40);
    long start = System.nanoTime();

    var got = lane.start().assertBatch(1, 10);
    for (int from = 11; from <= 40; from += 10) {
      got = lane.pull(got.next()).assertBatch(from, from + 9);
    }

    assertTrue(Duration.ofNanos(System.nanoTime() - start).toMillis() < 3_000);
  }

  private static void assertWaited(Duration waited, Duration atLeast) {
    assertTrue(waited.compareTo(atLeast) >= 0, () -> "only " + waited);
    assertTrue(waited.compareTo(atLeast.plus(SLACK)) < 0, () -> "even " + waited);
  }
}
