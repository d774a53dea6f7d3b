package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.store.StreamRules;
import dev.pixstream.server.OpenApiCheck;
import dev.pixstream.server.node.HealthOptions;
import dev.pixstream.server.node.ServerOptions;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Health on a port of its own, and what it says when a node is to stop. */
@ExtendWith({OpenApiExtension.class, PostgresExtension.class})
final class ManagementTest {
  private static final StreamRules RULES =
      new StreamRules(Duration.ofMillis(100), Duration.ofMinutes(5), Duration.ofSeconds(5), 6);
  private static final Duration DELAY = Duration.ofSeconds(6);

  @Test
  @Tag("health.2")
  void health_is_served_there_and_not_on_the_port_of_the_api(
      TestDatabase database, OpenApiCheck check) {
    try (var service = service(database, check, Duration.ZERO)) {
      var node = service.node();

      assertNotEquals(node.port(), node.managementPort());
      assertEquals(200, health(node, "/health/live"));
      assertEquals(200, health(node, "/health/ready"));
      assertEquals(200, health(node, "/health/started"));
      assertEquals(404, health(node, "/docs"));
      try (var api = node.connect()) {
        api.request("GET", "/health/live");
        assertEquals(404, api.exchange("GET", "/health/live").status());
      }
    }
  }

  @Test
  @Tag("health.2")
  void readiness_turns_off_first_and_meanwhile_requests_are_served(
      TestDatabase database, OpenApiCheck check) {
    try (var service = service(database, check, DELAY)) {
      var node = service.node();
      var lane = service.lane();
      lane.store(1, 2);
      long start = System.nanoTime();
      var stopped =
          CompletableFuture.runAsync(node::stopServer, task -> Thread.ofVirtual().start(task));

      Until.holds(() -> health(node, "/health/ready") == 503);
      assertEquals(200, health(node, "/health/live"));
      var batch = lane.startOne().assertBatch(1, 1);
      lane.pullOne(batch.next()).assertBatch(2, 2);
      var asked = Duration.ofNanos(System.nanoTime() - start);
      stopped.join();
      var took = Duration.ofNanos(System.nanoTime() - start);

      assertTrue(asked.compareTo(DELAY) < 0, asked::toString);
      assertTrue(took.compareTo(DELAY) >= 0, took::toString);
    }
  }

  @Test
  @Tag("health.2")
  void a_schema_that_is_older_than_the_node_is_not_ready(
      TestDatabase database, OpenApiCheck check) {
    try (var service = service(database, check, Duration.ZERO)) {
      database.execute(
          "DELETE FROM pixstream.flyway_schema_history WHERE version IS NOT NULL AND installed_rank"
              + " = (SELECT max(installed_rank) FROM pixstream.flyway_schema_history WHERE version"
              + " IS NOT NULL)");

      assertEquals(503, health(service.node(), "/health/ready"));
    }
  }

  @Test
  @Tag("access.7")
  void a_page_of_another_site_reaches_it_no_more_than_the_api(
      TestDatabase database, OpenApiCheck check) {
    try (var service = service(database, check, Duration.ZERO)) {
      for (var path : new String[] {"/health/live", "/health/ready", "/metrics", "/nowhere"}) {
        assertEquals(403, status(service.node(), "GET", path, "Sec-Fetch-Site", "cross-site"));
        assertEquals(403, status(service.node(), "GET", path, "Origin", "http://evil.example"));
        assertEquals(400, status(service.node(), "GET", path, "Host", "evil.example"));
      }
      assertEquals(200, status(service.node(), "HEAD", "/health/ready"));
      assertEquals(204, status(service.node(), "OPTIONS", "/metrics"));
    }
  }

  private static int status(Node node, String method, String path, String... headers) {
    try (var connection = new RawConnection(node.managementPort(), node)) {
      return connection.request(method, path, headers).exchange(method, path).status();
    }
  }

  private static int health(Node node, String path) {
    try (var connection = new RawConnection(node.managementPort(), node)) {
      connection.request("GET", path, "Connection", "close");
      return connection.exchange("GET", path).status();
    }
  }

  private static Service service(TestDatabase database, OpenApiCheck check, Duration delay) {
    var health = HealthOptions.DEFAULT.withManagementPort(0).withStopDelay(delay);
    var service =
        new Service(database, ServerOptions.DEFAULT.withRules(RULES).withHealth(health), check);
    service.addNode();
    return service;
  }
}
