package dev.pixstream.benchmark.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.benchmark.measure.Ledger;
import dev.pixstream.benchmark.settings.LaneLayout;
import dev.pixstream.benchmark.settings.Load;
import dev.pixstream.benchmark.settings.Mode;
import dev.pixstream.benchmark.settings.RecordDay;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PartsTest {

  private static final Ledger.Steps NO_STEPS =
      new Ledger.Steps() {
        @Override
        public void stored(long dueNanos, long nowNanos) {}

        @Override
        public void received(long dueNanos, long nowNanos) {}

        @Override
        public void delivered(long dueNanos, long nanosAfterStored) {}
      };

  @Test
  void an_id_tells_its_number_and_another_runs_id_is_foreign() {
    var ids = new MessageIds(new Random(1), Instant.EPOCH);
    var other = new MessageIds(new Random(2), Instant.EPOCH);
    var id = new byte[40];
    for (long number : new long[] {0, 61, 62, 123_456_789, 200_000_000_000_000L}) {
      ids.write(number, id, 3);
      assertTrue(new String(id, 3, 32, UTF_8).matches("E[0-9A-Z]{8}[0-9]{12}[a-zA-Z0-9]{11}"));
      assertEquals(number, ids.read(id, 3, 40));
      assertEquals(MessageIds.FOREIGN, other.read(id, 3, 40));
      assertEquals(MessageIds.FOREIGN, ids.read(id, 3, 34));
    }
  }

  @Test
  void who_waits_for_a_publisher_is_not_woken_for_what_is_ready() {
    var shares = new Shares(new LaneLayout(3, 0, 0, 1, 1), new Random(1));
    var load = new Load(Mode.OPEN, 5_000, 0, 100, Duration.ofMillis(50), 1, 1);
    long second = 1_000_000_000;
    var source = new OpenSource(new Ledger(NO_STEPS), shares, load, lag -> {}, 0, second);
    for (long now = 0; now < second; now += 300_000) {
      source.advance(now);
      assertTrue(source.wakeNanos() > now, () -> source.wakeNanos() + " ns");
    }
    int sent = 0;
    for (var parcel = source.next(second); parcel.isPresent(); parcel = source.next(second)) {
      sent += parcel.get().numbers().size();
    }
    assertEquals(5_000, sent + source.waiting());
    assertTrue(sent > 4_000, () -> source.waiting() + " still linger");
  }

  @Test
  void a_ledger_of_blocks_that_are_done_still_knows_duplicates() {
    var ledger = new Ledger(NO_STEPS);
    for (long i = 0; i < 10_000; i++) {
      long number = ledger.issue(i);
      ledger.stored(number, i);
      assertTrue(ledger.received(number, i));
    }
    assertFalse(ledger.received(5, 20_000));
    assertFalse(ledger.received(9_999, 20_000));
    assertFalse(ledger.received(10_000, 20_000), "was never issued");
    assertEquals(2, ledger.duplicates());
    assertEquals(0, ledger.missing());
  }

  @Test
  void a_message_without_its_201_is_not_missing() {
    var ledger = new Ledger(NO_STEPS);
    ledger.issue(0);
    ledger.stored(ledger.issue(0), 1);
    assertEquals(1, ledger.missing());
  }

  @Test
  void zipf_gives_the_first_lane_its_share() {
    var shares = new Shares(new LaneLayout(900, 1, 300, 6, 1), new Random(1));
    int first = 0;
    for (int i = 0; i < 100_000; i++) {
      first += shares.random() == 0 ? 1 : 0;
    }
    // 1 / (1 + 1/2 + ... + 1/900)
    assertEquals(0.1355, first / 100_000.0, 0.005);
  }

  @Test
  void the_record_day_has_2400_collectors() {
    assertEquals(2_400, RecordDay.lanes().collectors());
    assertEquals(6, RecordDay.lanes().collectorsOn(299));
    assertEquals(1, RecordDay.lanes().collectorsOn(300));
  }
}
