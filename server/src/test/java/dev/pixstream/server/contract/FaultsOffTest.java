package dev.pixstream.server.contract;

import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Tag;
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
  @Tag("faults.1")
  void its_path_does_not_exist(String method) {
    var body = BodyPublishers.ofString("{\"faults\":[{\"fault\":\"unavailable\"}]}");

    Answer.of(
            service
                .node()
                .send(method, "/api/util/faults", body, "Content-Type", "application/json"))
        .assertProblem(404, "not-found");
    service.node().delete("/api/util/faults/1").assertProblem(404, "not-found");
  }
}
