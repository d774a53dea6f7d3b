package dev.pixstream.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A long random life of lanes: streams opened, pulled, retried, abandoned, closed and expired.
 * After every step the partition holds; at the end everything stored is confirmed exactly once.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class PartitionContract {
  private static final int STEPS = 300;

  private LaneStore store;

  /** A new store. */
  protected abstract LaneStore newStore();

  /** How long each life is; fewer for a store whose look inside is slow. */
  protected int steps() {
    return STEPS;
  }

  @BeforeAll
  void openStore() {
    store = newStore();
  }

  @AfterAll
  void closeStore() {
    store.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13})
  @Tag("store.5")
  void every_message_is_in_exactly_one_place_after_every_step(long seed) {
    var lane = new Lane(store, String.format(Locale.ROOT, "%08d", seed));
    var model = new LaneModel(store, lane, new Random(seed));
    for (int step = 0; step < steps(); step++) {
      model.step();
      assertEquals(List.of(), store.violations(lane.id()), "seed " + seed + ", step " + step);
    }
    model.drain();
    assertEquals(List.of(), store.violations());
    assertEquals(List.of(), store.processingViolations());
  }
}
