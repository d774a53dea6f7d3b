package dev.pixstream.core.processing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
  private static final RetryPolicy POLICY =
      new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(10), 8);

  @Test
  @Tag("processing.10")
  void bounds_double_up_to_the_largest() {
    assertEquals(
        List.of(1L, 2L, 4L, 8L, 10L, 10L),
        IntStream.rangeClosed(1, 6).mapToObj(n -> POLICY.bound(n).toSeconds()).toList());
    assertEquals(Duration.ofMinutes(5), RetryPolicy.DEFAULT.bound(1_000_000));
  }

  @Test
  @Tag("processing.10")
  void jitter_is_full_and_stays_within_the_bound() {
    var random = new SplittableRandom(1);
    var waits =
        Stream.generate(() -> POLICY.retryIn(3, random).orElseThrow().toMillis())
            .limit(10_000)
            .toList();
    assertTrue(waits.stream().allMatch(wait -> wait <= 4_000));
    assertTrue(waits.stream().anyMatch(wait -> wait < 200), "never short");
    assertTrue(waits.stream().anyMatch(wait -> wait > 3_800), "never long");
    double mean = waits.stream().mapToLong(wait -> wait).average().orElseThrow();
    assertEquals(2_000, mean, 100);
  }

  @Test
  @Tag("processing.10")
  void after_the_last_attempt_there_is_none() {
    var random = new SplittableRandom(1);
    assertTrue(POLICY.retryIn(7, random).isPresent());
    assertEquals(Optional.empty(), POLICY.retryIn(8, random));
    assertEquals(Optional.empty(), POLICY.retryIn(9, random));
  }

  @Test
  void what_is_out_of_bounds_is_named() {
    var second = Duration.ofSeconds(1);
    refused("retry-attempts", second, second, 0);
    refused("retry-max", second, Duration.ofMillis(999), 8);
    refused("retry-first", Duration.ZERO, second, 8);
  }

  private static void refused(String option, Duration first, Duration max, int attempts) {
    var refusal =
        assertThrows(IllegalArgumentException.class, () -> new RetryPolicy(first, max, attempts));
    assertTrue(String.valueOf(refusal.getMessage()).startsWith(option), refusal::getMessage);
  }
}
