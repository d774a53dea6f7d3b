package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.store.StreamRules;
import dev.pixstream.server.EachCoordinator;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What /metrics tells of what collectors did. Each test has a node of its own to count. */
@EachCoordinator
@ContractTest(waitMs = 500)
@Timeout(60)
final class MetricsTest {
  private final Service service;

  MetricsTest(Service service) {
    this.service = service;
  }

  @Test
  @Tag("telemetry.1")
  void each_pull_is_counted_by_its_outcome_and_each_message_once() {
    var lane = service.lane().at(service.addNode());
    lane.store(1, 12);
    var first = lane.start().assertBatch(1, 10);
    var second = lane.pull(first.next()).assertBatch(11, 12);
    var again = lane.pull(first.next()).assertBatch(11, 12);
    lane.pull(again.next()).assertNothingYet();
    lane.close(second.next());
    lane.pull(second.next()).assertProblem(410, "stream-closed");

    var metrics = Metrics.of(lane.node());

    assertEquals(1, metrics.value("pixstream_pulls_total", "operation=open", "outcome=delivered"));
    assertEquals(2, metrics.value("pixstream_pulls_total", "operation=pull", "outcome=delivered"));
    assertEquals(1, metrics.value("pixstream_pulls_total", "operation=pull", "outcome=empty"));
    assertEquals(1, metrics.value("pixstream_pulls_total", "operation=pull", "outcome=closed"));
    assertEquals(1, metrics.value("pixstream_closes_total", "outcome=ended"));
    assertEquals(12, metrics.value("pixstream_stored_messages_total"));
    assertEquals(14, metrics.value("pixstream_delivered_messages_total"));
    assertEquals(0, metrics.value("pixstream_redelivered_messages_total"));
    assertEquals(1, metrics.value("pixstream_wait_seconds_count"));
    assertEquals(4, metrics.value("pixstream_pull_seconds_count"));
    // A batch that is sent again was delivered before.
    assertEquals(2, metrics.value("pixstream_stored_to_delivered_seconds_count"));
    assertEquals(1, metrics.value("pixstream_http_responses_total", "status=410"));
  }

  @Test
  @Tag("telemetry.1")
  void who_is_woken_tells_how_fast() {
    // Half a second may pass before the message is stored: what ends this wait is the message.
    var node = service.addNode(same -> same.withRules(StreamRules.DEFAULT));
    var lane = service.lane().at(node);
    var waiting = lane.starting();
    service.awaitWaiting(lane, 1);
    lane.store(1, 1);
    Answer.of(waiting).assertBatch(1, 1);

    var metrics = Metrics.of(lane.node());

    assertEquals(1, metrics.value("pixstream_wake_seconds_count"));
    assertTrue(metrics.value("pixstream_wake_seconds_sum") < 8);
    assertEquals(1, metrics.value("pixstream_stored_to_delivered_seconds_count"));
    assertTrue(metrics.value("pixstream_stored_to_delivered_seconds_sum") < 8);
  }

  @Test
  @Tag("telemetry.1")
  void an_ended_lease_and_the_redelivery_are_counted() {
    var lane = service.lane().at(service.addNode());
    lane.store(1, 3);
    lane.start().assertBatch(1, 3);
    service.advance(Duration.ofSeconds(61));
    Until.holds(() -> service.openStreams(lane) == 0);
    lane.start().assertBatch(1, 3, 3);

    assertEquals(3, Metrics.of(lane.node()).value("pixstream_redelivered_messages_total"));
    Until.holds(() -> service.sum("pixstream_leases_expired_total") >= 1);
    assertTrue(service.sum("pixstream_leases_expired_messages_total") >= 3);
  }

  @Test
  @Tag("telemetry.1")
  void the_backlog_of_the_largest_lanes_is_told_and_of_all_together() {
    var node = service.addNode();
    var large = service.lane().at(node);
    large.store(1, 25);
    var batch = large.start().assertBatch(1, 10);

    Until.holds(
        () ->
            Metrics.of(node)
                    .find("pixstream_lane_backlog_messages", "ispb=" + large.ispb())
                    .orElse(0)
                == 15);
    var metrics = Metrics.of(node);
    assertTrue(metrics.value("pixstream_backlog_messages") >= 15);
    assertTrue(metrics.value("pixstream_backlog_lanes") >= 1);
    assertTrue(metrics.value("pixstream_streams_open") >= 1);
    assertTrue(metrics.value("pixstream_leased_messages") >= 10);
    assertEquals(1, metrics.value("pixstream_store_up"));
    assertTrue(metrics.count("pixstream_lane_backlog_messages") <= 20);
    assertTrue(metrics.count("pixstream_database_dead_tuples") >= 10);
    large.close(batch.next());
  }

  @Test
  @Tag("telemetry.1")
  void no_metric_names_a_stream_or_a_message() {
    var lane = service.lane();
    lane.store(1, 1);
    var batch = lane.start().assertBatch(1, 1);
    lane.pull(batch.next());

    var text = Metrics.text(lane.node().port());

    assertFalse(text.contains(batch.next().replaceFirst(".*/", "")));
    assertFalse(text.contains(Messages.endToEndId(1)));
  }

  @Test
  void a_node_tells_how_it_is_connected_to_redis_if_that_has_the_streams() {
    var metrics = Metrics.of(service.node());

    if (service.isOnRedis()) {
      assertEquals(1, metrics.value("pixstream_redis_masters"));
      assertEquals(1, metrics.value("pixstream_redis_connected"));
      assertTrue(metrics.value("pixstream_redis_reconnects_total") >= 0);
      assertEquals(0, metrics.value("pixstream_redis_rewinds_total"));
    } else {
      assertFalse(metrics.find("pixstream_redis_masters").isPresent());
    }
    assertTrue(metrics.value("pixstream_listen_reconnects_total") >= 0);
  }
}
