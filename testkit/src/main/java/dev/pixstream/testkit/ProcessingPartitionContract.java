package dev.pixstream.testkit;

import static dev.pixstream.testkit.Lane.range;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.PullOutcome;
import dev.pixstream.core.store.queue.Job;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Long random lives of jobs: taken, extended, completed, failed, abandoned, put on the queue once
 * more. After every step each confirmed message is in exactly one place.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ProcessingPartitionContract {
  private static final int STEPS = 250;
  private static final int STREAMS = 6;
  private static final int WORKERS = 4;
  private static final int MESSAGES = 1_200;

  private LaneStore store;

  /** A new store. */
  protected abstract LaneStore newStore();

  @BeforeAll
  void openStore() {
    store = newStore();
  }

  @AfterAll
  void closeStore() {
    store.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5})
  @Tag("processing.2")
  void every_confirmed_message_is_in_exactly_one_place_after_every_step(long seed) {
    var lanes =
        List.of(
            new Lane(store, String.format(Locale.ROOT, "%08d", 10 * seed)),
            new Lane(store, String.format(Locale.ROOT, "%08d", 10 * seed + 1)));
    var model = new ProcessingModel(store, lanes, new Random(seed));
    for (int step = 0; step < STEPS; step++) {
      model.step();
      assertEquals(List.of(), store.processingViolations(), "seed " + seed + ", step " + step);
    }
    model.drain();
    assertEquals(List.of(), store.processingViolations());
    assertEquals(List.of(), store.violations());
  }

  @Test
  @Tag("processing.1")
  void workers_side_by_side_take_all_that_is_confirmed_meanwhile_and_nothing_twice()
      throws Exception {
    var lanes = List.of(new Lane(store, "90000001"), new Lane(store, "90000002"));
    lanes.forEach(lane -> lane.store(MESSAGES));
    var confirming = new CountDownLatch(STREAMS * lanes.size());
    var taken = Collections.synchronizedList(new ArrayList<Job>());
    List<Future<?>> ends = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var lane : lanes) {
        for (int i = 0; i < STREAMS; i++) {
          ends.add(threads.submit(() -> confirmAll(lane, confirming)));
        }
      }
      for (int i = 0; i < WORKERS; i++) {
        var worker = new Worker(store, "worker " + i);
        ends.add(threads.submit(() -> takeAll(worker, lanes, confirming, taken)));
      }
    }
    all(ends);
    for (var lane : lanes) {
      var numbers = new ArrayList<>(Worker.numbers(of(lane.id(), taken)));
      Collections.sort(numbers);
      assertEquals(range(1, MESSAGES), numbers);
    }
    assertEquals(List.of(), store.processingViolations());
  }

  private static List<Job> of(LaneId lane, List<Job> jobs) {
    return jobs.stream().filter(job -> job.lane().equals(lane)).toList();
  }

  private static void confirmAll(Lane lane, CountDownLatch confirming) {
    try {
      var outcome = lane.open(10);
      while (outcome instanceof PullOutcome.Delivered batch) {
        outcome = lane.pull(batch.next(), 10);
      }
    } finally {
      confirming.countDown();
    }
  }

  /** Looks once more after the last confirmation. */
  private static void takeAll(
      Worker worker, List<Lane> lanes, CountDownLatch confirming, List<Job> taken) {
    var all = lanes.toArray(Lane[]::new);
    boolean last;
    do {
      last = confirming.getCount() == 0;
      for (var jobs = worker.take(2, 10, all); !jobs.isEmpty(); ) {
        taken.addAll(jobs);
        jobs.forEach(job -> assertTrue(worker.complete(job)));
        jobs = worker.take(2, 10, all);
      }
    } while (!last);
  }

  private static void all(List<Future<?>> ends) throws InterruptedException, ExecutionException {
    for (var end : ends) {
      end.get();
    }
  }
}
