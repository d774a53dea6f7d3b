package dev.pixstream.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.cli.Run;
import dev.pixstream.client.Batch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {

  private static final String ID = "E003603052026112214560000000000";

  @TempDir private Path directory;

  @Test
  @Timeout(60)
  void a_small_demo_delivers_everything_once() {
    var run =
        Run.of(directory, "demo", "--institutions", "2", "--messages", "1100", "--collectors", "3");
    assertEquals(0, run.status(), run.err());
    var last = run.out().lines().toList().getLast();
    assertTrue(
        last.matches(
            "delivered=2200 rate=\\d+ p50_ms=[\\d.]+ p99_ms=[\\d.]+ duplicates=0 missing=0"),
        last);
  }

  private static Batch batch(String id) {
    var message = "{\"endToEndId\":\"" + id + "\",\"valor\":1.00}";
    return new Batch("12345678", 1, List.of(message), 0, Duration.ofMillis(2));
  }

  private static DemoTally stored(int messages) {
    var tally = new DemoTally();
    for (int i = 0; i < messages; i++) {
      tally.stored("12345678", ID + i);
    }
    return tally;
  }

  @Test
  void a_message_that_never_comes_is_missing() {
    var tally = stored(2);
    tally.delivered(batch(ID + 0));
    assertEquals(1, tally.result(System.nanoTime()).missing());
    assertTrue(!tally.isComplete() && !tally.result(System.nanoTime()).isGood());
  }

  @Test
  void a_message_that_comes_twice_is_a_duplicate() {
    var tally = stored(1);
    tally.delivered(batch(ID + 0));
    assertTrue(tally.result(0).isGood());
    tally.delivered(batch(ID + 0));
    assertEquals(1, tally.result(0).duplicates());
    assertTrue(!tally.result(0).isGood());
  }

  @Test
  void a_message_that_was_never_stored_is_not_good() {
    var tally = stored(1);
    tally.delivered(batch(ID + 0));
    tally.delivered(batch(ID + 1));
    assertEquals(0, tally.result(0).duplicates());
    assertTrue(!tally.result(0).isGood());
  }

  @Test
  void percentiles_are_by_nearest_rank() {
    long[] sorted = new long[100];
    for (int i = 0; i < 100; i++) {
      sorted[i] = (i + 1) * 1_000_000L;
    }
    assertEquals(50.0, DemoTally.percentileMs(sorted, 0.50));
    assertEquals(99.0, DemoTally.percentileMs(sorted, 0.99));
    assertEquals(0.0, DemoTally.percentileMs(new long[0], 0.99));
  }
}
