package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults on order: where they are not turned on, their path does not exist. */
@ContractTest(waitMs = 300)
final class FaultsOffTest {
  private final Service service;

  FaultsOffTest(Service service) {
    this.service = service;
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "PUT", "DELETE"})
  void its_path_does_not_exist(String method) {
    var body = BodyPublishers.ofString("{\"faults\":[{\"fault\":\"unavailable\"}]}");

    Answer.of(
            service
                .node()
                .send(method, "/api/util/faults", body, "Content-Type", "application/json"))
        .assertProblem(404, "not-found");
    service.node().delete("/api/util/faults/1").assertProblem(404, "not-found");
  }

  @Test
  void nothing_happens_to_anybody() {
    var lane = service.lane();
    lane.store(1, 1);

    assertEquals(200, lane.start().assertBatch(1, 1).status());
  }
}
