package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.server.EachCoordinator;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** After confirmation: what a collector confirmed is in the ledger a moment later. */
@EachCoordinator
@ContractTest
final class ProcessingTest {
  /** Ten rounds of the backstop take longer. */
  private static final Duration AT_ONCE = Duration.ofSeconds(6);

  private static final int ROUNDS = 10;

  private final Service service;

  ProcessingTest(Service service) {
    this.service = service;
  }

  @Test
  @Tag("processing.7")
  void a_batch_that_a_pull_confirms_is_processed_at_once() {
    var lane = service.lane();
    lane.store(1, ROUNDS + 1);
    var batch = lane.startOne().assertBatch(1, 1);
    long start = System.nanoTime();
    for (int round = 1; round <= ROUNDS; round++) {
      batch = lane.pullOne(batch.next()).assertBatch(round + 1, round + 1);
      awaitEntries(lane, round);
    }
    assertAtOnce(start);
  }

  @Test
  @Tag("processing.7")
  void a_batch_that_a_delete_confirms_is_processed_at_once() {
    var lane = service.lane();
    lane.store(1, ROUNDS);
    long start = System.nanoTime();
    for (int round = 1; round <= ROUNDS; round++) {
      lane.close(lane.startOne().assertBatch(round, round).next());
      awaitEntries(lane, round);
    }
    assertAtOnce(start);
  }

  @Test
  @Tag("processing.7")
  void an_unconfirmed_message_is_not_processed() {
    var lane = service.lane();
    lane.store(1, 2);
    var batch = lane.startOne().assertBatch(1, 1);
    lane.pullOne(batch.next()).assertBatch(2, 2);

    awaitEntries(lane, 1);

    assertEquals(List.of("1"), entries(lane));
  }

  private void awaitEntries(Lane lane, int entries) {
    Until.holds(() -> entries(lane).equals(List.of(Integer.toString(entries))));
  }

  private List<String> entries(Lane lane) {
    return service
        .database()
        .query("SELECT count(*) FROM pixstream.ledger_entry WHERE ispb = '" + lane.ispb() + "'");
  }

  private static void assertAtOnce(long start) {
    var took = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(took.compareTo(AT_ONCE) < 0, took::toString);
  }
}
