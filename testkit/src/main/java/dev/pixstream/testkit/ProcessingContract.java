package dev.pixstream.testkit;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/** The ground of the queue's suites: each test starts with nothing that is due. */
abstract class ProcessingContract extends LaneContract {
  /** Less than any time that matters here. */
  static final Duration MOMENT = Duration.ofMillis(500);

  private Worker worker;
  private Worker other;

  @BeforeEach
  void newWorkers() {
    worker = new Worker(store(), "worker");
    other = new Worker(store(), "other");
  }

  @AfterEach
  @Tag("processing.2")
  void all_that_is_left_can_be_done() {
    store().advance(Duration.ofHours(1));
    for (var jobs = worker.take(50, 500); !jobs.isEmpty(); jobs = worker.take(50, 500)) {
      jobs.forEach(worker::complete);
    }
  }

  Worker worker() {
    return worker;
  }

  Worker other() {
    return other;
  }

  /** Stores, delivers and confirms messages of a lane, in batches of up to this many. */
  static void confirm(Lane lane, int messages, int batch) {
    lane.store(messages);
    var outcome = lane.opened(batch);
    for (int done = outcome.payloads().size(); done < messages; ) {
      outcome = lane.pulled(outcome.next(), batch);
      done += outcome.payloads().size();
    }
    lane.close(outcome.next());
  }
}
