package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Health of a node that is well. One that is not: {@link DatabaseGoneTest}. */
@ContractTest
final class HealthTest {
  private final Service service;

  HealthTest(Service service) {
    this.service = service;
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health/live", "/health/ready", "/health/started"})
  @Tag("health.1")
  void a_node_that_serves_is_up(String path) {
    var answer = service.node().get(path);

    assertEquals(200, answer.status(), answer::body);
    assertEquals("UP", answer.json().getString("status"));
    assertEquals("application/json", answer.exchange().mediaType());
  }
}
