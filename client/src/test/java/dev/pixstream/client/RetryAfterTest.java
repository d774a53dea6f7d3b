package dev.pixstream.client;

import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RetryAfterTest extends ScriptedTest {

  private static final String EARLY = "Sun, 06 Nov 1994 08:49:37 GMT";

  /** For how long a collector that gets these headers with a 429 waits. */
  private Duration told(String... headers) throws Exception {
    server.answer(429, "{}", headers);
    try (var running = closingBriefly().start()) {
      server.next();
      while (recorder.of(CollectorEvent.Throttled.class).isEmpty()) {
        Thread.onSpinWait();
      }
      running.stop();
    }
    var delay = recorder.of(CollectorEvent.Throttled.class).getFirst().delay();
    recorder.events.clear();
    return delay;
  }

  private static void about(long seconds, Duration delay) {
    long ms = delay.toMillis();
    assertTrue(ms >= seconds * 1_000 && ms <= seconds * 1_100 + 1, delay.toString());
  }

  @Test
  @Tag("client.3")
  void seconds_are_waited() throws Exception {
    about(7, told("Retry-After: 7"));
  }

  @Test
  @Tag("client.3")
  void a_date_counts_from_the_servers_own_clock() throws Exception {
    about(30, told("Date: " + EARLY, "Retry-After: Sun, 06 Nov 1994 08:50:07 GMT"));
  }

  @Test
  void a_date_counts_from_now_if_the_server_does_not_say_its_time() throws Exception {
    var when = ZonedDateTime.ofInstant(Instant.now().plusSeconds(60), ZoneOffset.UTC);
    var delay = told("Retry-After: " + when.format(RFC_1123_DATE_TIME)).toMillis();
    assertTrue(delay > 50_000 && delay < 67_000, delay + " ms");
  }

  @Test
  void a_date_that_has_passed_is_soon() throws Exception {
    assertTrue(told("Retry-After: " + EARLY).toMillis() <= 100);
  }

  @Test
  void without_it_or_with_nonsense_a_second_is_waited() throws Exception {
    for (var header : List.of("X: 1", "Retry-After: soon", "Retry-After: -5")) {
      about(1, told(header));
    }
    assertEquals(0, recorder.batches.size());
  }
}
