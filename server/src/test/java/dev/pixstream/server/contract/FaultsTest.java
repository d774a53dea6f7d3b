package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.server.EachCoordinator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Faults on order: each happens to the requests it was ordered for, as the contract allows. */
@EachCoordinator
@ContractTest(waitMs = 300, faults = true)
final class FaultsTest {
  private final Service service;

  FaultsTest(Service service) {
    this.service = service;
  }

  private void order(Lane lane, String... faults) {
    var ordered =
        List.of(faults).stream()
            .map(fault -> "{\"ispb\":\"" + lane.ispb() + "\"," + fault + "}")
            .toList();
    var answer =
        lane.node()
            .post(
                "/api/util/faults", "{\"seed\":7,\"faults\":[" + String.join(",", ordered) + "]}");
    assertEquals(200, answer.status(), answer::body);
  }

  private static void lost(Lane lane, String path) {
    try (var connection = lane.node().connect()) {
      connection.request("GET", path, "Accept", "multipart/json").awaitClosed();
    }
  }

  /** How often each fault of a lane has happened, in the order in which they were ordered. */
  private static List<Integer> happened(Lane lane) {
    var faults = lane.node().get("/api/util/faults").json().getJsonArray("faults");
    return IntStream.range(0, faults.size())
        .mapToObj(faults::getJsonObject)
        .filter(fault -> lane.ispb().equals(fault.getString("ispb")))
        .map(fault -> fault.getInteger("happened"))
        .toList();
  }

  @Test
  @Tag("faults.2")
  void a_lost_response_has_claimed_its_batch_and_a_retry_brings_it() {
    var lane = service.lane();
    lane.store(1, 3);
    var first = lane.startOne().assertBatch(1, 1);
    order(lane, "\"fault\":\"lost-response\",\"nth\":1");

    lost(lane, first.next());
    lane.assertOutcomes(1, 1, "confirmed");
    lane.assertOutcomes(2, 3, "leased");

    lane.pull(first.next()).assertBatch(2, 3);
    assertEquals(List.of(1), happened(lane));
  }

  @Test
  @Tag("faults.2")
  void a_proxy_that_answers_in_its_place_hides_a_batch_and_a_retry_brings_it() {
    var lane = service.lane();
    lane.store(1, 3);
    var first = lane.startOne().assertBatch(1, 1);
    order(lane, "\"fault\":\"bad-gateway\",\"nth\":1");

    try (var connection = lane.node().connect()) {
      var answer =
          connection
              .request("GET", first.next(), "Accept", "multipart/json", "Connection", "close")
              .rest();
      assertTrue(answer.startsWith("HTTP/1.1 502"), answer);
      assertTrue(answer.contains("text/html"), answer);
      assertFalse(answer.toLowerCase(Locale.ROOT).contains("pull-next"), answer);
    }
    lane.assertOutcomes(2, 3, "leased");

    lane.pull(first.next()).assertBatch(2, 3);
    assertEquals(List.of(1), happened(lane));
  }

  @Test
  @Tag("faults.2")
  void the_batch_of_a_lost_start_comes_again_when_its_lease_ends() {
    var lane = service.lane();
    lane.store(1, 2);
    order(lane, "\"fault\":\"lost-response\",\"on\":[\"start\"],\"nth\":1");

    lost(lane, lane.startPath());
    lane.start().assertNothingYet();
    lane.assertOutcomes(1, 2, "leased");

    service.advance(Duration.ofMinutes(2));
    Until.holds(() -> lane.outcomes(1).equals(List.of("expired")));
    lane.start().assertBatch(1, 2, 2);
  }

  @Test
  @Tag("faults.2")
  void a_body_is_cut_in_its_middle() {
    var lane = service.lane();
    lane.store(1, 3);
    var first = lane.startOne().assertBatch(1, 1);
    order(lane, "\"fault\":\"cut-body\",\"nth\":1");

    try (var connection = lane.node().connect()) {
      var cut = connection.request("GET", first.next(), "Accept", "multipart/json").rest();
      var parts = cut.split("\r\n\r\n", 2);
      int whole = Integer.parseInt(parts[0].replaceAll("(?is).*content-length: (\\d+).*", "$1"));
      assertEquals(whole / 2, parts[1].length(), cut);
      assertTrue(parts[0].startsWith("HTTP/1.1 200"), cut);
    }

    lane.pull(first.next()).assertBatch(2, 3);
  }

  @Test
  @Tag("faults.2")
  void a_throttled_request_is_not_served() {
    var lane = service.lane();
    lane.store(1, 1);
    order(
        lane,
        "\"fault\":\"throttled\",\"on\":[\"start\",\"store\",\"pull\"],\"times\":3,\"retryAfter\":4");

    var start = lane.start().assertProblem(429, "too-many-streams");
    assertEquals("4", start.header("Retry-After").orElseThrow());
    lane.post(Messages.array(lane.ispb(), 2, 2)).assertProblem(429, "rate-limited");
    lane.pull(lane.startPath().replace("start", "aaaaaaaaaaaa")).assertProblem(429, "rate-limited");

    assertEquals(0, service.openStreams(lane));
    lane.start().assertBatch(1, 1);
    assertEquals(List.of(3), happened(lane));
  }

  @Test
  @Tag("faults.2")
  void an_unavailable_server_serves_nothing() {
    var lane = service.lane();
    lane.store(1, 1);
    var first = lane.start().assertBatch(1, 1);
    order(lane, "\"fault\":\"unavailable\",\"on\":[\"close\"],\"times\":1");

    lane.close(first.next()).assertProblem(503, "unavailable");
    lane.assertOutcomes(1, 1, "leased");
    assertEquals(200, lane.close(first.next()).status());
    lane.assertOutcomes(1, 1, "confirmed");
  }

  @Test
  @Tag("faults.2")
  void a_delayed_request_is_served_later() {
    var lane = service.lane();
    lane.store(1, 2);
    var first = lane.startOne();
    order(lane, "\"fault\":\"delay\",\"delayMs\":400,\"times\":1");

    long start = System.nanoTime();
    lane.pull(first.next()).assertBatch(2, 2);
    assertTrue(System.nanoTime() - start >= 400_000_000L);
  }

  @Test
  @Tag("faults.2")
  void a_delayed_request_whose_client_left_is_not_served() {
    var lane = service.lane();
    lane.store(1, 2);
    var first = lane.startOne();
    order(lane, "\"fault\":\"delay\",\"delayMs\":300,\"times\":1");

    try (var connection = lane.node().connect()) {
      connection.request("GET", first.next(), "Accept", "multipart/json").leave();
    }
    order(lane, "\"fault\":\"delay\",\"delayMs\":600,\"times\":1,\"on\":[\"store\"]");
    lane.store(3, 3);

    lane.assertOutcomes(1, 1, "leased");
  }

  @Test
  @Tag("faults.2")
  void a_duplicate_is_a_confirmation_that_is_forgotten_with_its_stream() {
    var lane = service.lane();
    lane.store(1, 3);
    var first = lane.start().assertBatch(1, 3);
    order(lane, "\"fault\":\"duplicate\",\"nth\":1");

    lane.pull(first.next()).assertProblem(404, "unknown-iteration");

    lane.start().assertBatch(1, 3, 3);
    lane.pull(first.next()).assertProblem(410, "stream-closed");
    assertEquals(List.of(1), happened(lane));
  }

  @Test
  @Tag("faults.2")
  void only_what_confirms_a_batch_makes_a_duplicate() {
    var lane = service.lane();
    var empty = lane.start().assertNothingYet();
    order(lane, "\"fault\":\"duplicate\"");

    lane.pull(empty.next()).assertNothingYet();

    assertEquals(List.of(0), happened(lane));
  }

  @Test
  @Tag("faults.2")
  void an_ended_lease_gives_its_batch_to_the_next_and_fences_the_stream() {
    var lane = service.lane();
    lane.store(1, 3);
    order(lane, "\"fault\":\"ended-lease\",\"on\":[\"start\"],\"nth\":1");

    var first = lane.start().assertBatch(1, 3);
    Until.holds(() -> lane.outcomes(1).equals(List.of("expired")));

    var second = lane.start().assertBatch(1, 3, 3);
    lane.pull(first.next()).assertProblem(410, "stream-closed");
    lane.pull(second.next()).assertNothingYet();
    lane.assertOutcomes(1, 3, "expired", "confirmed");
  }

  @Test
  @Tag("faults.2")
  void a_lease_that_ends_early_wakes_the_waiter() {
    var lane = service.lane();
    var other = lane.start().assertNothingYet();
    order(lane, "\"fault\":\"ended-lease\",\"on\":[\"start\"],\"afterMs\":50,\"nth\":1");
    lane.store(1, 1);

    lane.start().assertBatch(1, 1);

    lane.pull(other.next()).assertBatch(1, 1, 1);
  }

  @Test
  @Tag("faults.3")
  void a_fault_can_be_of_one_stream() {
    var lane = service.lane();
    lane.store(1, 30);
    var before = lane.startOne();
    order(lane, "\"fault\":\"unavailable\",\"stream\":2");
    var one = lane.startOne();
    var two = lane.startOne();
    var three = lane.startOne();

    assertEquals(200, lane.pullOne(before.next()).status());
    var next = lane.pullOne(one.next());
    assertEquals(200, next.status());
    assertEquals(200, lane.pullOne(next.next()).status());
    assertEquals(503, lane.pullOne(two.next()).status());
    assertEquals(503, lane.pullOne(two.next()).status());
    assertEquals(200, lane.pullOne(three.next()).status());
  }

  @Test
  @Tag("faults.3")
  void a_fault_of_one_lane_does_not_happen_to_another() {
    var lane = service.lane();
    var other = service.lane();
    order(lane, "\"fault\":\"unavailable\",\"on\":[\"start\"]");

    assertEquals(204, other.start().status());
    assertEquals(503, lane.start().status());
  }

  @Test
  @Tag("faults.3")
  void the_same_seed_gives_the_same_fates_and_another_gives_others() {
    assertEquals(fates(1), fates(1));
    assertNotEquals(fates(1), fates(2));
    assertTrue(fates(1).contains(503) && fates(1).contains(404), fates(1)::toString);
  }

  private List<Integer> fates(int seed) {
    var lane = service.lane();
    var script =
        "{\"seed\":%d,\"faults\":[{\"fault\":\"unavailable\",\"ispb\":\"%s\",\"probability\":0.5}]}"
            .formatted(seed, lane.ispb());
    assertEquals(200, lane.node().post("/api/util/faults", script).status());
    var statuses = new ArrayList<Integer>();
    for (int i = 0; i < 40; i++) {
      statuses.add(lane.pull(lane.startPath().replace("start", "aaaaaaaaaaaa")).status());
    }
    return statuses;
  }

  @Test
  @Tag("faults.3")
  void every_third_and_delays_besides() {
    var lane = service.lane();
    lane.store(1, 5);
    order(lane, "\"fault\":\"unavailable\",\"every\":3", "\"fault\":\"delay\",\"delayMs\":1");
    var unknown = lane.startPath().replace("start", "aaaaaaaaaaaa");

    var statuses = IntStream.range(0, 7).mapToObj(i -> lane.pull(unknown).status()).toList();

    assertEquals(List.of(404, 404, 503, 404, 404, 503, 404), statuses);
    assertEquals(List.of(2, 7), happened(lane));
  }
}
