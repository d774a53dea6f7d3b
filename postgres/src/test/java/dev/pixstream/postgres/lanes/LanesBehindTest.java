package dev.pixstream.postgres.lanes;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.model.IterationIds;
import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.Nonce;
import dev.pixstream.core.model.Payload;
import dev.pixstream.core.store.PullOutcome;
import dev.pixstream.core.store.PullRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which lanes are taken to be behind. */
final class LanesBehindTest {
  private static final LaneId LANE = LaneId.of("00000001");

  private final LanesBehind behind = new LanesBehind();
  private final IterationIds ids = new IterationIds();

  private void pulled(PullOutcome outcome) {
    var nonce = new Nonce("testnode", 1);
    behind.pulled(
        new PullRequest(LANE, ids.next(), 10, nonce, System.nanoTime(), Duration.ofSeconds(8)),
        outcome);
  }

  private PullOutcome batch(int messages) {
    var payloads = Collections.nCopies(messages, new Payload(new byte[1]));
    return new PullOutcome.Delivered(
        ids.next(), payloads, 0, Instant.EPOCH, false, 1, Optional.empty());
  }

  @Test
  void a_full_batch_tells_of_more_and_a_short_one_of_the_end() {
    pulled(batch(9));
    assertFalse(behind.has(LANE));
    pulled(batch(10));
    assertTrue(behind.has(LANE));
    assertFalse(behind.has(LaneId.of("00000002")));
    pulled(new PullOutcome.Closed());
    assertTrue(behind.has(LANE));
    pulled(batch(9));
    assertFalse(behind.has(LANE));
  }

  @Test
  void who_finds_nothing_tells_of_the_end() {
    pulled(batch(10));
    pulled(new PullOutcome.Empty(ids.next(), false));
    assertFalse(behind.has(LANE));
  }
}
