package dev.pixstream.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pixstream.core.model.IterationId;
import dev.pixstream.testkit.Lane;
import dev.pixstream.testkit.LaneStore;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which pulls the combined call serves, and which it leaves to the single one. */
@ExtendWith(PostgresExtension.class)
class PullManyTest {
  private final TestDatabase database;
  private LaneStore store;
  private Lane lane;
  private int calls;

  PullManyTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void openStore() {
    store = new PgLaneStore(database);
    lane = new Lane(store, "00000001");
  }

  @AfterEach
  void closeStore() {
    assertEquals(List.of(), store.violations());
    store.close();
  }

  @Test
  @Tag("store.17")
  void pulls_of_several_lanes_get_the_next_messages_in_the_order_given() {
    var other = new Lane(store, "00000002");
    lane.store(20);
    other.store(20);
    var first = lane.opened(2);
    var second = lane.opened(2);
    var third = other.opened(2);
    assertEquals(
        List.of("1: 5 6 7", "2: 3 4 5", "3: 8 9 10"),
        many(3, pull(lane, first.next()), pull(other, third.next()), pull(lane, second.next())));
  }

  @Test
  @Tag("store.17")
  void who_finds_nothing_is_confirmed_and_waits() {
    lane.store(5);
    var first = lane.opened(1);
    var second = lane.opened(1);
    var third = lane.opened(1);
    assertEquals(
        List.of("1: 4 5", "2: empty", "3: empty"),
        many(2, pull(lane, first.next()), pull(lane, second.next()), pull(lane, third.next())));
    assertEquals(List.of("1", "2", "3"), database.query("SELECT n FROM pixstream.confirmed"));
    assertEquals(
        List.of("n.2", "n.3"),
        database.query(
            "SELECT nonce FROM pixstream.open_stream WHERE waiting_until > now() ORDER BY nonce"));
  }

  @Test
  @Tag("store.17")
  void a_waiter_gets_the_stored_messages() {
    lane.store(2);
    var first = lane.opened(1);
    var second = lane.opened(1);
    var asked = new Ask[] {pull(lane, first.next()), pull(lane, second.next())};
    assertEquals(List.of("1: empty", "2: empty"), many(2, asked));
    lane.store(3);
    assertEquals(List.of("1: 3 4", "2: 5"), many(2, asked));
    assertEquals(
        List.of(),
        database.query("SELECT nonce FROM pixstream.open_stream WHERE waiting_until IS NOT NULL"));
    assertEquals(List.of(), many(2, asked));
  }

  @Test
  @Tag("store.17")
  void who_would_take_the_place_of_another_request_is_left_out() {
    lane.store(1);
    var id = lane.opened(1).next();
    Lane.empty(lane.pull(id, 1));
    lane.store(1);
    assertEquals(List.of(), many(1, pull(lane, id)));
  }

  @Test
  @Tag("store.17")
  void a_stream_that_was_only_opened_is_left_out() {
    var id = Lane.empty(lane.open(1));
    lane.store(1);
    assertEquals(List.of(), many(1, pull(lane, id)));
  }

  @Test
  @Tag("store.17")
  void the_same_id_twice_is_served_once() {
    lane.store(9);
    var first = lane.opened(1);
    assertEquals(List.of("1: 2"), many(1, pull(lane, first.next()), pull(lane, first.next())));
  }

  @Test
  @Tag("store.17")
  void an_id_that_was_used_or_never_given_or_is_another_lanes_is_left_out() {
    var other = new Lane(store, "00000002");
    lane.store(9);
    other.store(9);
    other.opened(1);
    var used = lane.opened(1);
    var current = lane.pulled(used.next(), 1);
    var never = new IterationId("abcdefghij12");
    assertEquals(
        List.of("4: 3"),
        many(
            1,
            pull(lane, used.next()),
            pull(lane, never),
            pull(other, current.next()),
            pull(lane, current.next())));
  }

  @Test
  @Tag("store.17")
  void a_lane_with_returned_messages_is_left_out() {
    lane.store(9);
    var before = lane.opened(1);
    var lost = lane.opened(2);
    var previous = lane.pulled(lost.next(), 2);
    lane.close(lost.next());
    assertEquals(List.of(), many(1, pull(lane, before.next()), pull(lane, previous.next())));
  }

  @Test
  @Tag("store.17")
  void a_lease_that_has_ended_is_left_out() {
    lane.store(9);
    var first = lane.opened(1);
    store.advance(LaneStore.RULES.lease());
    assertEquals(List.of(), many(1, pull(lane, first.next())));
    lane.expire();
  }

  @Test
  @Tag("store.17")
  void nothing_is_served_before_a_crash_is_told() {
    lane.store(9);
    var first = lane.opened(1);
    store.crash();
    assertEquals(List.of(), many(1, pull(lane, first.next())));
  }

  @Test
  @Tag("store.17")
  void a_batch_of_several_ranges_is_confirmed_and_enqueued_whole() {
    lane.store(30);
    var lost = lane.opened(2);
    var kept = lane.opened(2);
    lane.pulled(lost.next(), 2);
    lane.close(lost.next());
    var again = lane.opened(3);
    assertEquals(
        List.of("1: 8", "2: 9"), many(1, pull(lane, kept.next()), pull(lane, again.next())));
    assertEquals(
        List.of("1 (0, 2]", "2 (2, 4]", "3 (4, 6]", "4 (6, 7]"),
        database.query(
            "SELECT n || ' (' || from_seq || ', ' || to_seq || ']' FROM pixstream.confirmed ORDER BY n"));
  }

  private record Ask(String lane, String id) {}

  private static Ask pull(Lane lane, IterationId id) {
    return pull(lane, id.value());
  }

  private static Ask pull(Lane lane, String id) {
    return new Ask(lane.id().value(), id);
  }

  /** What each that was served got, by its place. */
  private List<String> many(int max, Ask... asked) {
    calls++;
    return database.query(
        "SELECT place || ': ' || coalesce((SELECT string_agg(substr(convert_from(p, 'UTF8'), 9), ' ')"
            + " FROM unnest(payloads) p), outcome) FROM pixstream.pull_many("
            + array(Arrays.stream(asked).map(Ask::lane).toList())
            + array(Arrays.stream(asked).map(Ask::id).toList())
            + array(Arrays.stream(asked).map(ask -> newId()).toList())
            + "array_fill(%1$d, ARRAY[%2$d]), (SELECT array_agg('n.' || i) FROM generate_series(1, %2$d) i),"
                .formatted(max, asked.length)
            + " array_fill(0::bigint, ARRAY[%1$d]), array_fill(false, ARRAY[%1$d]), array_fill(8000, ARRAY[%1$d]),"
                .formatted(asked.length)
            + " 60000) ORDER BY place");
  }

  private String newId() {
    return "new%09d".formatted(++calls);
  }

  private static String array(List<String> values) {
    return values.stream()
        .map(v -> "'" + v + "'")
        .collect(Collectors.joining(",", "ARRAY[", "], "));
  }
}
