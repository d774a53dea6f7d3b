package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.pixstream.core.store.StreamRules;
import dev.pixstream.server.EachCoordinator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A collector that comes back after a 204 waits on without a look at the store, and misses nothing
 * by it.
 */
@EachCoordinator
@ContractTest(nodes = 2, waitMs = 4_000)
final class IdleCollectorTest {
  private final Service service;

  IdleCollectorTest(Service service) {
    this.service = service;
    // Nothing may depend on the backstop: a wake that is lost stays lost.
    service
        .database()
        .execute(
            "CREATE OR REPLACE FUNCTION pixstream.backlog(p_ispbs text[])"
                + " RETURNS TABLE (ispb text, messages integer) LANGUAGE sql STABLE"
                + " AS 'SELECT NULL::text, NULL::integer WHERE false'");
  }

  @Test
  @Tag("polling.3")
  void it_gets_a_message_that_comes_before_its_lease_is_renewed() {
    var lane = service.lane();
    var waiting = back(lane);

    lane.store(1, 1);

    Answer.of(waiting).assertBatch(1, 1);
  }

  @Test
  @Tag("polling.3")
  void it_gets_a_message_stored_while_disconnected() {
    var lane = service.lane();
    var id = lane.start().assertNothingYet().next();
    lane.at(service.otherNode()).store(1, 1);

    Answer.of(lane.pulling(id)).assertBatch(1, 1);
  }

  @Test
  @Tag("polling.3")
  void it_gets_a_message_that_comes_after_its_lease_was_renewed() {
    var lane = service.lane();
    var waiting = back(lane);
    service.awaitWaiting(lane, 1);

    lane.at(service.otherNode()).store(1, 1);

    Answer.of(waiting).assertBatch(1, 1);
  }

  @Test
  @Tag("polling.3")
  void its_lease_counts_from_the_end_of_its_last_wait() {
    var lane = service.lane();
    var waiting = back(lane);
    service.awaitWaiting(lane, 1);
    service.advance(StreamRules.DEFAULT.lease().minusSeconds(2));

    var id = Answer.of(waiting).assertNothingYet().next();

    lane.store(1, 1);
    lane.pull(id).assertBatch(1, 1);
  }

  /** Which of the two is the newer one is for the nodes to say: both are on their way at once. */
  @Test
  @Tag("polling.3")
  void of_two_requests_on_two_nodes_one_takes_the_others_place_when_its_lease_is_renewed() {
    var lane = service.lane();
    var id = lane.start().assertNothingYet().next();
    var here = lane.pulling(id);
    var there = lane.at(service.otherNode()).pulling(id);

    CompletableFuture.anyOf(here, there).orTimeout(30, TimeUnit.SECONDS).join();
    var older = here.isDone() ? here : there;
    var newer = here.isDone() ? there : here;
    Answer.of(older).assertProblem(409, "superseded");
    assertFalse(newer.isDone());
    lane.store(1, 1);
    Answer.of(newer).assertBatch(1, 1);
  }

  @Test
  @Tag("polling.3")
  void it_takes_its_place_back_from_an_older_request_on_another_node() {
    var lane = service.lane();
    var id = lane.start().assertNothingYet().next();
    var older = lane.at(service.otherNode()).pulling(id);
    service.awaitWaiting(lane, 1);
    var newer = lane.pulling(id);

    Answer.of(older).assertProblem(409, "superseded");
    lane.store(1, 1);
    Answer.of(newer).assertBatch(1, 1);
  }

  @Test
  @Tag("polling.3")
  void it_learns_that_its_stream_was_closed_on_another_node() {
    var lane = service.lane();
    var id = lane.start().assertNothingYet().next();
    var waiting = lane.pulling(id);

    assertEquals(200, lane.at(service.otherNode()).close(id).status());

    Answer.of(waiting).assertProblem(410, "stream-closed");
  }

  /** Waits in vain and comes back at once; nothing has asked the store since. */
  private static CompletableFuture<Answer> back(Lane lane) {
    var id = lane.start().assertNothingYet().next();
    var waiting = lane.pulling(id);
    assertFalse(waiting.isDone());
    return waiting;
  }
}
