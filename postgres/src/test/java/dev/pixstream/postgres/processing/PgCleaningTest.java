package dev.pixstream.postgres.processing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.store.PullOutcome;
import dev.pixstream.core.store.queue.Cleaning.Step;
import dev.pixstream.postgres.PgLaneStore;
import dev.pixstream.postgres.TestWorker;
import dev.pixstream.testkit.Lane;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cleaning: what is removed, and what never is. */
@ExtendWith(PostgresExtension.class)
class PgCleaningTest {
  private static final Duration RETENTION = Duration.ofDays(30);
  private static final String ISPB = "12345678";

  private final TestDatabase database;
  private PgLaneStore store;
  private Lane lane;
  private TestWorker worker;

  PgCleaningTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void open() {
    store = new PgLaneStore(database);
    lane = new Lane(store, ISPB);
    worker = new TestWorker(database, lane.id());
  }

  @AfterEach
  void nothing_is_out_of_place() {
    assertEquals(List.of(), store.violations());
    assertEquals(
        List.of(),
        database.query("SELECT ispb || violation FROM pixstream.processing_violations()"));
    store.close();
  }

  @Test
  @Tag("cleaning.1")
  void messages_past_retention_are_removed_with_all_their_data() {
    lane.store(30);
    drained();
    worker.process();
    lane.store(10);
    drained();
    worker.post();
    worker.process();
    store.advance(RETENTION.plusSeconds(1));

    assertEquals(30, clean());

    assertEquals(List.of("31"), database.query("SELECT min(seq) FROM pixstream.message"));
    for (var table : List.of("message", "ledger_entry")) {
      assertEquals(List.of("10"), count(table), table);
    }
    for (var table : List.of("batch", "confirmed", "job")) {
      assertEquals(List.of("1"), count(table), table);
    }
  }

  @Test
  @Tag("cleaning.1")
  void what_is_younger_stays() {
    lane.store(40);
    drained();
    store.advance(RETENTION);
    worker.process();
    store.advance(RETENTION.minusSeconds(60));

    assertEquals(0, clean());
    assertEquals(List.of("40"), count("message"));
  }

  @Test
  @Tag("cleaning.2")
  void the_newest_batch_of_a_lane_stays_and_the_lane_goes_on_after_it() {
    lane.store(10);
    drained();
    worker.process();
    store.advance(RETENTION.multipliedBy(2));

    assertEquals(0, clean());

    lane.store(5);
    Lane.assertBatch(11, 15, lane.open(10));
  }

  /** The next confirmation and the next job take their numbers from it. */
  @Test
  @Tag("cleaning.2")
  void the_newest_job_of_a_lane_stays_though_its_messages_are_removed() {
    lane.store(20);
    var old = lane.opened(10);
    var newest = lane.opened(10);
    lane.close(old.next());
    worker.process();
    store.advance(Duration.ofSeconds(30));

    assertEquals(10, cleanAt(Duration.ZERO));

    lane.close(newest.next());
    worker.process();
    assertEquals(List.of("2"), database.query("SELECT max(n) FROM pixstream.confirmed"));
  }

  @Test
  @Tag("cleaning.1")
  void what_is_not_confirmed_stays_and_all_beyond_it() {
    lane.store(30);
    var first = lane.opened(10);
    drained();
    worker.process();
    store.advance(Duration.ofSeconds(30));
    assertEquals(0, cleanAt(Duration.ZERO));

    lane.close(first.next());
    worker.process();
    assertEquals(20, cleanAt(Duration.ZERO));
  }

  @Test
  @Tag("cleaning.1")
  void what_goes_back_to_the_lane_stays_and_all_beyond_it() {
    lane.store(30);
    lane.opened(10);
    drained();
    worker.process();
    store.advance(RETENTION.plusDays(1));
    lane.expire();

    assertEquals(0, clean());
    Lane.assertBatch(1, 10, lane.open(10));
  }

  @Test
  @Tag("cleaning.1")
  void an_unprocessed_message_stays() {
    lane.store(30);
    drained();
    store.advance(RETENTION.plusDays(1));
    assertEquals(0, clean());
    worker.take();
    assertEquals(0, clean());
  }

  @Test
  @Tag("cleaning.1")
  void a_dead_letter_stays_until_somebody_discards_it() {
    lane.store(40);
    drained();
    worker.processAllBut(15);
    store.advance(RETENTION.plusDays(1));
    assertEquals(10, clean());
    assertEquals(List.of("11"), database.query("SELECT min(seq) FROM pixstream.message"));

    var id = Lane.key(15).value();
    database.query("SELECT pixstream.discard('" + ISPB + "', '" + id + "', 'test')");
    assertEquals(0, clean());
    store.advance(RETENTION.plusDays(1));

    assertEquals(20, clean());
    assertEquals(List.of("0"), count("failure"));
    assertEquals(List.of("0"), count("dead_letter_audit"));
  }

  @Test
  @Tag("cleaning.1")
  void a_dead_letter_stays_until_its_replay_was_processed() {
    lane.store(20);
    drained();
    worker.processAllBut(5);
    store.advance(RETENTION.plusDays(1));
    var id = Lane.key(5).value();
    database.query(
        "SELECT outcome FROM pixstream.replay(ARRAY['" + ISPB + "'], ARRAY['" + id + "'])");
    assertEquals(0, clean());

    worker.process();
    store.advance(RETENTION.plusDays(1));
    assertEquals(10, clean());
  }

  @Test
  @Tag("cleaning.1")
  void what_was_put_on_the_queue_once_more_stays() {
    lane.store(30);
    drained();
    worker.process();
    store.advance(RETENTION.plusDays(1));
    var again = "SELECT pixstream.enqueue('" + ISPB + "', ARRAY[2]::bigint[], ARRAY[4]::bigint[])";
    assertEquals(List.of("2"), database.query(again));
    assertEquals(0, clean());
    worker.take();
    assertEquals(0, clean());
  }

  @Test
  @Tag("cleaning.2")
  void a_stream_that_is_open_goes_on_with_its_id() {
    lane.store(20);
    var mine = lane.opened(10);
    var others = lane.opened(10);
    var next = Lane.empty(lane.pull(mine.next(), 10));
    lane.close(others.next());
    worker.process();
    store.advance(Duration.ofSeconds(30));
    assertEquals(0, cleanAt(Duration.ZERO));

    lane.store(5);
    var leased = lane.pulled(next, 10);
    // Its response may be lost: the retry asks with the id of the batch before.
    assertEquals(0, cleanAt(Duration.ZERO));
    assertEquals(leased.next(), lane.pulled(next, 10).next());

    lane.store(5);
    Lane.assertBatch(26, 30, lane.pull(leased.next(), 10));
    assertEquals(20, cleanAt(Duration.ZERO));
  }

  @Test
  @Tag("cleaning.2")
  void ended_streams_without_a_batch_are_removed() {
    lane.store(20);
    drained();
    worker.process();
    var idle = Lane.empty(lane.open(10));
    assertInstanceOf(PullOutcome.Empty.class, lane.open(1));
    lane.close(idle);
    store.advance(RETENTION.plusDays(1));
    clean();

    assertEquals(List.of("2"), count("stream"), "an open one, and that of the newest batch");
  }

  @Test
  @Tag("cleaning.2")
  void a_removed_message_can_be_stored_and_posted_again_and_no_balance_changes() {
    lane.store(20);
    drained();
    worker.post();
    worker.process();
    var balance = "SELECT sum(balance) || ' of ' || sum(entries) FROM pixstream.ledger_balance";
    assertEquals(List.of("0.20 of 20"), database.query(balance));
    store.advance(RETENTION.plusDays(1));
    assertEquals(10, clean());
    assertEquals(List.of("0.20 of 20"), database.query(balance));

    assertEquals(10, new Lane(store, ISPB).store(20).inserted());
    drained();
    worker.post();
    assertEquals(List.of("0.30 of 30"), database.query(balance));
  }

  @Test
  @Tag("cleaning.2")
  void one_node_at_a_time_cleans() {
    lane.store(20);
    drained();
    worker.process();
    store.advance(RETENTION.plusDays(1));
    database.execute("BEGIN");
    database.query("SELECT outcome FROM pixstream.clean(1000000000000, '', 1)");
    assertInstanceOf(Step.Busy.class, step(RETENTION, Optional.empty()));
    database.execute("COMMIT");
    assertEquals(10, clean());
  }

  @Test
  @Tag("cleaning.2")
  void a_message_that_is_missing_is_told_from_one_that_was_removed() {
    lane.store(40);
    drained();
    worker.process();
    store.advance(RETENTION.plusDays(1));
    clean();
    database.execute("BEGIN");
    database.execute("DELETE FROM pixstream.message WHERE seq = 31");
    assertEquals(1, store.violations().size());
    database.execute("DELETE FROM pixstream.message WHERE seq <= 40");
    database.execute("DELETE FROM pixstream.batch");
    assertEquals(true, !store.violations().isEmpty());
    database.execute("ROLLBACK");
  }

  /** Whatever happens between, what is left is in its place, and nothing that is due is gone. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  @Tag("cleaning.1")
  void cleaning_during_a_random_life_removes_nothing_that_is_needed(long seed) {
    var random = new Random(seed);
    var retention = Duration.ofSeconds(40);
    var open = new ArrayList<PullOutcome.Delivered>();
    for (int i = 0; i < 100; i++) {
      switch (random.nextInt(9)) {
        case 0, 1 -> lane.store(1 + random.nextInt(30));
        case 2, 3 -> {
          if (lane.open(1 + random.nextInt(10)) instanceof PullOutcome.Delivered batch) {
            open.add(batch);
          }
        }
        case 4, 5 -> {
          if (!open.isEmpty()) {
            var at = random.nextInt(open.size());
            if (lane.pull(open.get(at).next(), 10) instanceof PullOutcome.Delivered batch) {
              open.set(at, batch);
            } else {
              lane.close(open.remove(at).next());
            }
          }
        }
        case 6 -> worker.process();
        case 7 -> worker.processAllBut(1 + random.nextInt(200));
        default -> {
          store.advance(Duration.ofSeconds(random.nextInt(50)));
          lane.expire();
          database.query("SELECT replayed FROM pixstream.replay_all('" + ISPB + "', NULL, 100)");
        }
      }
      // One moment for both looks, and one that spares more than cleaning does.
      var old = old(retention.minusSeconds(5));
      var needed = needed(old);
      cleanAt(retention);
      assertEquals(needed, needed(old), "seed " + seed + ", step " + i);
      assertEquals(List.of(), store.violations(), "seed " + seed + ", step " + i);
      assertEquals(
          List.of(),
          database.query("SELECT violation FROM pixstream.processing_violations()"),
          "seed " + seed + ", step " + i);
    }
  }

  private String old(Duration age) {
    return database
        .query("SELECT pixstream.store_time() - interval '%d s'".formatted(age.toSeconds()))
        .getFirst();
  }

  /** What a look at each message, and not at ranges, says must stay. */
  private List<String> needed(String old) {
    return database.query(
        "SELECT seq FROM pixstream.message_history h GROUP BY seq HAVING NOT coalesce(bool_or("
            + "processing IN ('processed', 'discarded') AND coalesce(processed_at, 'infinity') < timestamptz '"
            + old
            + "'), false) ORDER BY seq");
  }

  private void drained() {
    var next = lane.open(10);
    while (next instanceof PullOutcome.Delivered batch) {
      next = lane.pull(batch.next(), 10);
    }
    lane.close(Lane.empty(next));
  }

  private int clean() {
    return cleanAt(RETENTION);
  }

  private int cleanAt(Duration retention) {
    int removed = 0;
    Optional<LaneId> after = Optional.empty();
    while (true) {
      switch (step(retention, after)) {
        case Step.Busy() -> throw new AssertionError("nobody else is there");
        case Step.Cleaned(var lane, var messages, var more) -> {
          removed += messages;
          after = more ? after : Optional.of(lane);
        }
        case Step.Finished _ -> {
          return removed;
        }
      }
    }
  }

  private Step step(Duration retention, Optional<LaneId> after) {
    return Lane.await(store.cleaning().step(retention, after));
  }

  private List<String> count(String table) {
    return database.query("SELECT count(*) FROM pixstream." + table);
  }
}
