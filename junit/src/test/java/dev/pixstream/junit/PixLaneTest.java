package dev.pixstream.junit;

import static dev.pixstream.server.faults.Target.START;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.client.PixCollector;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@PixStreamTest
class PixLaneTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Set<String> LANES = ConcurrentHashMap.newKeySet();

  private String ispb = "";

  @BeforeEach
  void eachTestHasALaneOfItsOwn(PixLane lane) {
    ispb = lane.ispb();
    assertTrue(LANES.add(ispb));
    assertEquals(List.of(), lane.faults());
  }

  private static PixCollector collect(PixLane lane) {
    return PixCollector.builder(lane.url())
        .ispb(lane.ispb())
        .collectors(1)
        .handler(lane.received())
        .start();
  }

  @Test
  void a_test_and_what_goes_before_it_share_their_lane(PixLane lane) {
    assertEquals(ispb, lane.ispb());
  }

  @Test
  @Tag("faults.4")
  void stored_messages_are_received_and_confirmed(PixLane lane) throws Exception {
    assertEquals(1_200, lane.store(1_200).size());
    assertThrows(AssertionError.class, () -> lane.assertConfirmed(Duration.ZERO));
    try (var _ = collect(lane)) {
      lane.received().awaitAll(PATIENCE);
      lane.assertConfirmed(PATIENCE);
    }
    lane.received().assertExactlyOnce();
    assertEquals(lane.stored(), lane.received().ids());
  }

  @Test
  @Tag("faults.4")
  void a_collector_that_does_not_look_at_ids_is_told_what_it_doubled(PixLane lane)
      throws Exception {
    lane.order(1, FaultOrder.duplicate().nth(1));
    lane.store(5);
    try (var _ = collect(lane)) {
      lane.received().awaitAll(PATIENCE);
      lane.assertConfirmed(PATIENCE);
    }
    var told = assertThrows(AssertionError.class, lane.received()::assertExactlyOnce);
    assertEquals(
        "5 stored, 10 received; doubled: 5 (" + String.join(", ", lane.stored()) + ")",
        told.getMessage());
    lane.received().assertNothingLost();
  }

  @Test
  void faults_are_counted_and_cleared(PixLane lane) throws Exception {
    lane.order(
        3,
        FaultOrder.unavailable(Duration.ofSeconds(1)).on(START).times(1),
        FaultOrder.cutBody().stream(2).probability(0.5));
    lane.store(1);
    try (var _ = collect(lane)) {
      lane.received().awaitAll(PATIENCE);
    }
    var counts = lane.faults();
    assertEquals(new FaultCount("unavailable", 2, 1), counts.getFirst());
    assertEquals("cut-body", counts.get(1).fault());
    lane.clearFaults();
    assertEquals(List.of(), lane.faults());
  }

  @Test
  void a_wrong_order_says_why(PixLane lane) {
    var why =
        assertThrows(
            IllegalArgumentException.class, () -> lane.order(1, FaultOrder.duplicate().on(START)));
    assertTrue(
        String.valueOf(why.getMessage()).contains("/faults/0/on must be of pull, close"),
        why::toString);
  }
}
