package dev.pixstream.server.contract;

import dev.pixstream.server.EachCoordinator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A collector that comes back after a 204, where waits are shorter than renewals are apart. */
@EachCoordinator
@ContractTest(waitMs = 200)
final class BriefWaitTest {
  private final Service service;

  BriefWaitTest(Service service) {
    this.service = service;
  }

  @Test
  @Tag("polling.3")
  void a_wait_that_was_over_before_its_renewal_extends_the_lease() {
    var lane = service.lane();
    var id = lane.start().assertNothingYet().next();
    for (int i = 0; i < 8; i++) {
      long before = service.lastLeaseMicros(lane);
      lane.pull(id).assertNothingYet();
      Until.holds(() -> service.lastLeaseMicros(lane) > before);
    }
  }
}
