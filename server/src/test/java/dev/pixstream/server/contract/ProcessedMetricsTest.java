package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.server.EachCoordinator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Observability: what the workers of all nodes count, where no other test confirms anything. */
@EachCoordinator
@ContractTest(waitMs = 500)
final class ProcessedMetricsTest {
  private final Service service;

  ProcessedMetricsTest(Service service) {
    this.service = service;
  }

  @Test
  @Tag("telemetry.1")
  void processed_messages_are_counted_with_their_age() {
    var lane = service.lane();
    lane.store(1, 7);
    lane.close(lane.start().assertBatch(1, 7).next());

    Until.holds(() -> service.sum("pixstream_processed_messages_total") == 7);
    assertEquals(7, service.sum("pixstream_stored_to_processed_seconds_count"));
    assertTrue(service.sum("pixstream_jobs_total", "result=done") >= 1);
  }
}
