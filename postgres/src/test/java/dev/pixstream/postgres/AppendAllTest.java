package dev.pixstream.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pixstream.core.model.LaneId;
import dev.pixstream.core.model.MessageKey;
import dev.pixstream.core.model.Payload;
import dev.pixstream.core.store.AppendOutcome;
import dev.pixstream.core.store.MessageLog.NewMessage;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Appends that come together, each all or nothing for itself. */
@ExtendWith(PostgresExtension.class)
final class AppendAllTest {
  private final TestDatabase database;
  private final PgLaneStore store;

  AppendAllTest(TestDatabase database) {
    this.database = database;
    this.store = new PgLaneStore(database);
  }

  @AfterEach
  void closeStore() {
    assertEquals(List.of(), store.violations());
    store.close();
  }

  @Test
  @Tag("store.17")
  void each_of_many_comes_to_what_it_would_alone() {
    assertEquals(
        List.of("2 0 - - 2", "1 0 - - 1", "0 0 b - 1", "1 1 - - 2", "0 1 - - 2", "0 0 - 2 2"),
        database.query(
            """
            SELECT concat_ws(' ', inserted, duplicates, coalesce(conflict, '-'), coalesce(backlog::text, '-'), tail)
            FROM pixstream.append_all(
                ARRAY['00000001', '00000002', '00000002', '00000002', '00000002', '00000002'],
                ARRAY[2, 1, 2, 2, 1, 2],
                ARRAY['a', 'b',  'b',  'c', 'b',  'b', 'd',  'd',  'e', 'f'],
                ARRAY['1', '2',  '3',  '4', '9',  '3', '5',  '5',  '6', '7']::bytea[], 3)
            """));
    assertEquals(
        List.of("00000001 1 a", "00000001 2 b", "00000002 1 b", "00000002 2 d"),
        database.query(
            "SELECT ispb || ' ' || seq || ' ' || end_to_end_id FROM pixstream.message ORDER BY ispb, seq"));
    assertEquals(
        List.of("00000001 2", "00000002 2"),
        database.query(
            "SELECT ispb || ' ' || pixstream.tail(ispb) FROM pixstream.lane ORDER BY ispb"));
  }

  @Test
  @Tag("store.19")
  void a_group_of_lanes_is_all_or_nothing_between_others() {
    assertEquals(
        List.of(
            "1 0 - - 1",
            "0 0 - -",
            "0 0 a -",
            "0 0 - -",
            "1 0 - - 2",
            "1 1 - - 1",
            "0 0 - -",
            "0 0 - 2"),
        database.query(
            """
            SELECT concat_ws(' ', inserted, duplicates, coalesce(conflict, '-'), coalesce(backlog::text, '-'), tail)
            FROM pixstream.append_all(
                ARRAY['00000001', '00000002', '00000001', '00000003', '00000001', '00000002', '00000003', '00000001'],
                ARRAY[1, 1, 1, 1, 1, 2, 1, 2],
                ARRAY['a', 'b', 'a', 'c', 'd', 'e', 'e', 'f', 'g', 'h'],
                ARRAY['1', '2', '9', '3', '4', '5', '5', '6', '7', '8']::bytea[], 3,
                ARRAY[1, 2, 2, 2, 3, 4, 5, 5])
            """));
    assertEquals(
        List.of("00000001 1 a", "00000001 2 d", "00000002 1 e"),
        database.query(
            "SELECT ispb || ' ' || seq || ' ' || end_to_end_id FROM pixstream.message ORDER BY ispb, seq"));
    assertEquals(
        List.of("00000001", "00000002"),
        database.query("SELECT ispb FROM pixstream.lane ORDER BY 1"));
  }

  @Test
  @Tag("store.17")
  void of_an_array_only_what_is_new_is_stored_in_its_order() {
    append(lane(1), 1, 3).join();
    var outcome = append(lane(1), 2, 5);

    assertEquals(new Counts(2, 2), counts(outcome.join()));
    assertEquals(
        List.of("1 " + id(1), "2 " + id(2), "3 " + id(3), "4 " + id(4), "5 " + id(5)),
        database.query("SELECT seq || ' ' || end_to_end_id FROM pixstream.message ORDER BY seq"));
  }

  @Test
  @Tag("store.17")
  void all_that_come_at_once_are_stored_and_each_hears_of_its_own() {
    var appending =
        IntStream.range(0, 300)
            .mapToObj(i -> append(lane(5 - i % 5), 10 * i, 10 * i + i % 4))
            .toList();
    for (int i = 0; i < appending.size(); i++) {
      assertEquals(new Counts(1 + i % 4, 0), counts(appending.get(i).join()));
    }
    assertEquals(
        List.of("1 150 150", "2 150 150", "3 150 150", "4 150 150", "5 150 150"),
        database.query(
            "SELECT ispb::integer || ' ' || count(*) || ' ' || max(seq) FROM pixstream.message GROUP BY ispb ORDER BY 1"));
  }

  /** Large ones each have a call of their own; of one lane they take turns. */
  @Test
  @Tag("store.17")
  void large_ones_that_come_at_once_are_stored_without_a_gap() {
    var appending =
        IntStream.range(0, 60).mapToObj(i -> append(lane(1), 100 * i, 100 * i + 49)).toList();
    for (var appended : appending) {
      assertEquals(new Counts(50, 0), counts(appended.join()));
    }
    assertEquals(
        List.of("3000 1 3000"),
        database.query(
            "SELECT count(*) || ' ' || min(seq) || ' ' || max(seq) FROM pixstream.message"));
  }

  private record Counts(int inserted, int duplicates) {}

  private static Counts counts(AppendOutcome outcome) {
    var stored = (AppendOutcome.Stored) outcome;
    return new Counts(stored.inserted(), stored.duplicates());
  }

  private static LaneId lane(int number) {
    return LaneId.of("%08d".formatted(number));
  }

  /** Stores messages from this number to that. */
  private CompletableFuture<AppendOutcome> append(LaneId lane, int from, int to) {
    var messages =
        IntStream.rangeClosed(from, to).mapToObj(number -> message(lane, number)).toList();
    return store.log().append(messages).toCompletableFuture();
  }

  private static NewMessage message(LaneId lane, int number) {
    return new NewMessage(
        lane,
        new MessageKey(id(number)),
        new Payload(("message " + number).getBytes(StandardCharsets.US_ASCII)));
  }

  private static String id(int number) {
    return "E0000000120261123000000000%06d".formatted(number);
  }
}
