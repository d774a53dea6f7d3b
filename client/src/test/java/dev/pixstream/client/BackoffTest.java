package dev.pixstream.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private static void between(long minMs, Duration delay, long maxMs) {
    assertTrue(delay.toMillis() >= minMs && delay.toMillis() <= maxMs, delay.toString());
  }

  @RepeatedTest(20)
  @Tag("client.3")
  void delays_double_up_to_a_bound_with_half_of_each_at_random() {
    var backoff = new Backoff();
    for (long wholeMs = 100; wholeMs < 10_000; wholeMs *= 2) {
      between(wholeMs / 2, backoff.next(), wholeMs);
    }
    for (int more = 1; more <= 100; more++) {
      between(5_000, backoff.next(), 10_000);
    }
  }

  @Test
  @Tag("client.3")
  void delays_differ() {
    Set<Duration> delays = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      delays.add(new Backoff().next());
    }
    assertTrue(delays.size() > 90);
    delays.clear();
    for (int i = 0; i < 100; i++) {
      delays.add(new Backoff().next(Optional.of(Duration.ofSeconds(1))));
    }
    assertTrue(delays.size() > 90);
  }

  @RepeatedTest(20)
  @Tag("client.3")
  void what_the_server_asks_for_is_the_least_and_bounded() {
    between(2_000, new Backoff().next(Optional.of(Duration.ofSeconds(2))), 2_200);
    between(300_000, new Backoff().next(Optional.of(Duration.ofDays(2))), 330_000);
    assertEquals(Duration.ofMinutes(5), Backoff.RETRY_AFTER_MAX);
  }

  @RepeatedTest(20)
  @Tag("client.3")
  void a_server_that_asks_for_nothing_is_not_asked_in_a_loop() {
    var backoff = new Backoff();
    between(50, backoff.next(Optional.of(Duration.ZERO)), 100);
    between(100, backoff.next(Optional.of(Duration.ZERO)), 200);
  }
}
