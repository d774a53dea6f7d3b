package dev.pixstream.server.contract;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Errors: a fault that nobody expected. */
@ContractTest(waitMs = 300)
final class InternalErrorTest {
  private final Service service;

  InternalErrorTest(Service service) {
    this.service = service;
  }

  @Test
  @Tag("errors.1")
  void a_fault_of_the_server_tells_nothing_of_its_inside() {
    var lane = service.lane();
    lane.store(1, 2);
    var batch = lane.startOne().assertBatch(1, 1);
    rename("open", "open_hidden");
    rename("pull", "pull_hidden");

    for (var answer : List.of(lane.start(), lane.pull(batch.next()))) {
      answer.assertProblem(500, "internal-error");
      for (var inside : List.of("pixstream.", "SQL", "function", "42883", "hidden")) {
        assertFalse(answer.body().contains(inside), answer::body);
      }
    }

    rename("open_hidden", "open");
    rename("pull_hidden", "pull");
    lane.pull(batch.next()).assertBatch(2, 2);
  }

  private void rename(String function, String other) {
    service.database().execute("ALTER FUNCTION pixstream." + function + " RENAME TO " + other);
  }
}
