package dev.pixstream.example;

import static dev.pixstream.server.faults.Target.PULL;
import static dev.pixstream.server.faults.Target.START;
import static dev.pixstream.server.faults.Target.STORE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.junit.FaultOrder;
import dev.pixstream.junit.PixLane;
import dev.pixstream.junit.PixStreamTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The collector credits each payment once, whatever goes wrong on the way. */
@PixStreamTest
class CreditCollectorTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @Test
  void each_payment_is_credited_once_when_all_goes_well(PixLane lane) throws Exception {
    lane.store(200);

    collect(lane);

    lane.received().assertExactlyOnce();
  }

  @Test
  void each_payment_is_credited_once_whatever_goes_wrong(PixLane lane) throws Exception {
    lane.order(
        2026,
        FaultOrder.delay(Duration.ofMillis(1), Duration.ofMillis(30)).on(START, PULL),
        FaultOrder.lostResponse().every(7).times(3),
        FaultOrder.badGateway().every(8).times(3),
        FaultOrder.cutBody().every(9).times(3),
        FaultOrder.throttled(Duration.ofSeconds(1)).on(START, STORE).nth(1),
        FaultOrder.unavailable(Duration.ofSeconds(1)).nth(5),
        FaultOrder.duplicate().every(11).times(2),
        FaultOrder.endedLease(Duration.ZERO).every(13).times(2));
    lane.store(600);

    collect(lane);

    lane.received().assertExactlyOnce();
    assertEquals(List.of(), lane.faults().stream().filter(fault -> fault.happened() == 0).toList());
  }

  @Test
  void a_lost_start_costs_a_lease_and_no_payment(PixLane lane) throws Exception {
    lane.order(1, FaultOrder.lostResponse().on(START).nth(1));
    lane.store(20);

    collect(lane);

    lane.received().assertExactlyOnce();
    assertTrue(lane.faults().getFirst().happened() > 0);
  }

  private static void collect(PixLane lane) throws InterruptedException {
    var credits = new Credits(lane.received()::add);
    try (var _ = CreditCollector.start(lane.url(), lane.ispb(), credits)) {
      lane.received().awaitAll(PATIENCE);
      lane.assertConfirmed(PATIENCE);
    }
  }
}
