package dev.pixstream.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pixstream.core.model.Channel;
import dev.pixstream.core.model.Ispb;
import dev.pixstream.core.model.LaneId;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;

/**
 * The ground of a contract suite: one store for the class, one lane for each test, and the
 * partition holds after each.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LaneContract {
  private static final List<Channel> CHANNELS = List.of(Channel.values());

  private LaneStore store;
  private int lanes;
  private Lane lane;

  /** A new store. */
  protected abstract LaneStore newStore();

  @BeforeAll
  void openStore() {
    store = newStore();
  }

  @BeforeEach
  void newLane() {
    lane = anotherLane();
  }

  @AfterEach
  @Tag("store.5")
  @Tag("processing.2")
  void the_partition_holds() {
    assertEquals(List.of(), store.violations());
    assertEquals(List.of(), store.processingViolations());
  }

  @AfterAll
  void closeStore() {
    store.close();
  }

  LaneStore store() {
    return store;
  }

  Lane lane() {
    return lane;
  }

  /** Of all channels in turn. */
  Lane anotherLane() {
    var channel = CHANNELS.get(lanes % CHANNELS.size());
    var ispb = new Ispb(String.format(Locale.ROOT, "%08d", ++lanes));
    return new Lane(store, new LaneId(channel, ispb).value());
  }
}
