package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Faults on order, on a lane of the ICOM. */
@ContractTest(waitMs = 300, faults = true, icom = true)
final class IcomFaultsTest {
  private final Service service;

  IcomFaultsTest(Service service) {
    this.service = service;
  }

  private void order(String lane, String fault) {
    var answer =
        service
            .node()
            .post("/api/util/faults", "{\"faults\":[{\"ispb\":\"" + lane + "\"," + fault + "}]}");
    assertEquals(200, answer.status(), answer::body);
  }

  @Test
  @Tag("faults.3")
  void a_fault_is_of_the_channel_that_it_names() {
    var json = service.lane();
    var lane = new IcomLane(service, json.ispb());
    order(
        "icom:" + json.ispb(),
        "\"fault\":\"throttled\",\"retryAfter\":7,\"on\":[\"start\"],\"nth\":1");

    assertEquals(204, json.start().status());
    var refused = lane.many(lane.start());
    assertEquals(429, refused.status());
    assertEquals("7", refused.header("Retry-After"));
    assertTrue(refused.text().contains("/error/tooManyRequests</type>"), refused.text());
    assertEquals(204, lane.many(lane.start()).status());
  }

  @Test
  @Tag("faults.3")
  void a_lease_that_ends_early_sends_its_batch_again() {
    var lane = new IcomLane(service, service.lane().ispb());
    lane.store(1, 3);
    order("icom:" + lane.ispb(), "\"fault\":\"ended-lease\",\"on\":[\"start\"],\"nth\":1");

    var batch = lane.many(lane.start());

    assertEquals(410, lane.many(batch.next()).status());
    assertEquals(batch.envelopes(), lane.many(lane.start()).envelopes());
  }
}
