package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pixstream.core.store.StreamRules;
import dev.pixstream.server.OpenApiCheck;
import dev.pixstream.server.limits.Bounds;
import dev.pixstream.server.limits.LimitOptions;
import dev.pixstream.server.node.ServerOptions;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A node that has as much to do as it may. */
@ExtendWith({OpenApiExtension.class, PostgresExtension.class})
final class OverloadTest {

  @Test
  @Tag("load.2")
  void the_newest_request_is_shed_and_health_is_answered(
      TestDatabase database, OpenApiCheck check) {
    try (var service = service(database, check, 1, 100)) {
      var lane = service.lane();
      lane.store(1, 1);
      var lock = "(1886613619, hashtext('" + lane.ispb() + "'))";
      database.execute("SELECT pg_advisory_lock" + lock);
      var first = lane.starting();
      Until.holds(
          () ->
              database
                  .query(
                      "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
                  .getFirst()
                  .equals("1"));

      var shed = lane.start().assertProblem(503, "overloaded");
      lane.post(Messages.message(lane.ispb(), 2)).assertProblem(503, "overloaded");
      assertEquals(200, service.node().get("/health/ready").status());

      assertEquals("1", shed.header("Retry-After").orElseThrow());
      database.execute("SELECT pg_advisory_unlock" + lock);
      var batch = Answer.of(first).assertBatch(1, 1);
      lane.store(2, 2);
      lane.pull(batch.next()).assertBatch(2, 2);
    }
  }

  @Test
  @Tag("load.2")
  void as_many_wait_as_may_and_those_that_left_do_not_count(
      TestDatabase database, OpenApiCheck check) {
    try (var service = service(database, check, 2, 2)) {
      var lane = service.lane();
      for (int i = 0; i < 5; i++) {
        try (var leaving = lane.node().connect()) {
          leaving.request("GET", lane.startPath());
          service.awaitWaiting(lane, 1);
        }
        service.awaitWaiting(lane, 0);
      }
      var first = lane.starting();
      service.awaitWaiting(lane, 1);
      var second = lane.starting();
      service.awaitWaiting(lane, 2);

      lane.start().assertProblem(503, "overloaded");
      lane.store(1, 11);

      assertEquals(200, Answer.of(first).status());
      assertEquals(200, Answer.of(second).status());
    }
  }

  @Test
  @Tag("load.2")
  void bodies_under_way_have_a_bound_together(TestDatabase database, OpenApiCheck check) {
    try (var service = service(database, check, 100, 100);
        var slow = service.node().connect()) {
      var lane = service.lane();
      slow.request(
          "POST", lane.messages(), "Content-Type", "application/json", "Content-Length", "499999");
      Until.holds(() -> lane.post(Messages.message(lane.ispb(), 1)).status() == 503);
      slow.leave();

      Until.holds(() -> lane.post(Messages.message(lane.ispb(), 1)).status() == 201);
    }
  }

  private static Service service(
      TestDatabase database, OpenApiCheck check, int requestsMax, int waitingMax) {
    var usual = Bounds.DEFAULT;
    var bounds =
        new Bounds(
            usual.connectionsMax(),
            requestsMax,
            waitingMax,
            1_000_000,
            usual.clientBytesMax(),
            usual.headTimeout(),
            usual.bodyTimeout(),
            usual.idleTimeout(),
            usual.writeTimeout());
    var options =
        ServerOptions.DEFAULT
            .withRules(StreamRules.DEFAULT)
            .withLimits(LimitOptions.DEFAULT.withBounds(bounds));
    var service = new Service(database, options, check);
    service.addNode();
    return service;
  }
}
