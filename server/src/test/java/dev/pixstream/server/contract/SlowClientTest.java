package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.store.StreamRules;
import dev.pixstream.server.OpenApiCheck;
import dev.pixstream.server.limits.Bounds;
import dev.pixstream.server.limits.LimitOptions;
import dev.pixstream.server.node.ServerOptions;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients that send or take too slowly, and would hold a connection for ever. */
@ExtendWith({OpenApiExtension.class, PostgresExtension.class})
@Timeout(60)
final class SlowClientTest {
  private static final Duration BOUND = Duration.ofMillis(600);
  private static final StreamRules RULES =
      new StreamRules(Duration.ofSeconds(2), Duration.ofMinutes(5), Duration.ofSeconds(5), 6);

  @Test
  @Tag("load.4")
  void a_head_that_comes_byte_by_byte_is_cut(TestDatabase database, OpenApiCheck check) {
    try (var service = service(database, check);
        var slow = service.node().connect();
        var clock = Executors.newSingleThreadScheduledExecutor()) {
      slow.write("GET /health/live HTTP/1.1\r\nX-Slow: ");
      var dripping =
          clock.scheduleAtFixedRate(() -> slow.write("x"), 100, 100, TimeUnit.MILLISECONDS);

      assertEnds(slow);

      dripping.cancel(false);
      assertEquals(200, service.node().get("/health/live").status());
    }
  }

  @Test
  @Tag("load.4")
  void a_body_that_does_not_come_is_answered_with_408_and_nothing_is_stored(
      TestDatabase database, OpenApiCheck check) {
    try (var service = service(database, check);
        var slow = service.node().connect()) {
      var lane = service.lane();
      var body = Messages.message(lane.ispb(), 1);
      slow.request(
          "POST",
          lane.messages(),
          "Content-Type",
          "application/json",
          "Content-Length",
          Integer.toString(body.length() + 100));
      slow.write(body);

      slow.answer("POST", lane.messages()).assertProblem(408, "request-timeout");

      slow.awaitClosed();
      lane.start().assertNothingYet();
    }
  }

  @Test
  @Tag("load.4")
  void a_connection_that_asks_nothing_more_is_closed_and_one_that_waits_is_not(
      TestDatabase database, OpenApiCheck check) {
    try (var service = service(database, check);
        var idle = service.node().connect();
        var waiting = service.node().connect()) {
      var lane = service.lane();
      waiting.request("GET", lane.startPath());
      idle.request("GET", "/health/live").answer("GET", "/health/live");

      idle.awaitClosed();

      waiting.answer("GET", lane.startPath()).assertNothingYet();
    }
  }

  @Test
  @Tag("load.4")
  void a_collector_that_takes_nothing_is_cut_and_its_batch_gets_the_grace(
      TestDatabase database, OpenApiCheck check) {
    try (var service = service(database, check);
        var sender = Executors.newVirtualThreadPerTaskExecutor()) {
      var lane = service.lane();
      lane.store(1, 11);
      var id = lane.startOne().assertBatch(1, 1).next();
      var pull =
          "GET %s HTTP/1.1\r\nHost: localhost\r\nAccept: multipart/json\r\n\r\n"
              .formatted(id)
              .repeat(50);
      try (var slow = new RawConnection(service.node().port(), service.node(), 4_096)) {
        // The same request again and again, which is safe, until nothing more goes through.
        var sending =
            sender.submit(
                () -> {
                  for (int i = 0; i < 2_000; i++) {
                    slow.write(pull);
                  }
                });

        Until.holds(() -> leaseSeconds(service, lane) <= 5);

        assertThrows(ExecutionException.class, sending::get);
      }
      assertEquals(200, lane.pull(id).status(), "a live collector gets it again");
    }
  }

  /** What is left of the lease of the batch that ends with the eleventh message. */
  private static int leaseSeconds(Service service, Lane lane) {
    return Integer.parseInt(
        service
            .database()
            .query(
                "SELECT coalesce((SELECT ceil(extract(epoch FROM lease_until"
                    + " - pixstream.store_time()))::integer FROM pixstream.batch"
                    + " WHERE to_seq = 11 AND ispb = '"
                    + lane.ispb()
                    + "'), 1000)")
            .getFirst());
  }

  /** Closed, or reset because of what was still sent. */
  private static void assertEnds(RawConnection connection) {
    try {
      connection.awaitClosed();
    } catch (UncheckedIOException e) {
      assertTrue(String.valueOf(e.getMessage()).contains("reset"), e::toString);
    }
  }

  private static Service service(TestDatabase database, OpenApiCheck check) {
    var usual = Bounds.DEFAULT;
    var bounds =
        new Bounds(
            usual.connectionsMax(),
            usual.requestsMax(),
            usual.waitingMax(),
            usual.bodyBytesMax(),
            usual.clientBytesMax(),
            BOUND,
            BOUND,
            BOUND,
            BOUND);
    var options =
        ServerOptions.DEFAULT.withRules(RULES).withLimits(LimitOptions.DEFAULT.withBounds(bounds));
    var service = new Service(database, options, check);
    service.addNode();
    return service;
  }
}
