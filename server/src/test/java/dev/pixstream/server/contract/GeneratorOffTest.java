package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Generator: turned off, its path does not exist. */
@ContractTest(waitMs = 300, generator = false)
final class GeneratorOffTest {
  private final Service service;

  GeneratorOffTest(Service service) {
    this.service = service;
  }

  @Test
  @Tag("storing.3")
  void its_path_does_not_exist() {
    var lane = service.lane();
    var path = "/api/util/msgs/" + lane.ispb() + "/1";

    lane.node().post(path, BodyPublishers.noBody()).assertProblem(404, "not-found");

    assertEquals(204, lane.start().status());
  }
}
