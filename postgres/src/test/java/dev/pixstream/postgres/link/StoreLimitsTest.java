package dev.pixstream.postgres.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A time for calls to the database is kept to, whichever may be set. */
final class StoreLimitsTest {

  @ParameterizedTest
  @ValueSource(longs = {100, 5_000, 29_000, 31_000, 60_000})
  @Tag("between.5")
  void nothing_else_ends_a_call_before_its_time(long callMs) {
    var limits = new StoreLimits(1, Duration.ofMillis(callMs));

    assertTrue(limits.statementMax().compareTo(limits.callMax()) >= 0);
    assertTrue(
        StoreLimits.silenceMax(limits.statementMax())
                .compareTo(limits.statementMax().plusSeconds(2))
            > 0);
  }

  @Test
  void what_is_usual_stays() {
    assertEquals(Duration.ofSeconds(10), StoreLimits.DEFAULT.statementMax());
    assertEquals(
        Duration.ofSeconds(30), StoreLimits.silenceMax(StoreLimits.DEFAULT.statementMax()));
  }

  @Test
  void a_longer_or_shorter_time_is_refused() {
    for (var wrong : new Duration[] {StoreLimits.CALL_MIN, StoreLimits.CALL_MAX}) {
      var step = wrong.equals(StoreLimits.CALL_MIN) ? -1 : 1;
      assertThrows(
          IllegalArgumentException.class, () -> new StoreLimits(1, wrong.plusMillis(step)));
    }
  }
}
