package dev.pixstream.postgres.view;

import static dev.pixstream.testkit.Lane.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pixstream.core.store.audit.Snapshot;
import dev.pixstream.postgres.PgLaneStore;
import dev.pixstream.testkit.Lane;
import dev.pixstream.testkit.LaneStore;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where a look at a lane finds its messages. */
@ExtendWith(PostgresExtension.class)
class PgVerificationTest {
  private final TestDatabase database;
  private final PgLaneStore store;
  private final Lane lane;

  /**
   * Sixty messages: 3 leased, 2 returned, 10 confirmed, 10 leased to a stream that is gone, and 35
   * to come.
   */
  PgVerificationTest(TestDatabase database) {
    this.database = database;
    this.store = new PgLaneStore(database);
    this.lane = new Lane(store, "00000001");
    lane.store(60);
    lane.opened(5);
    store.advance(LaneStore.RULES.lease().dividedBy(2));
    var first = lane.opened(10);
    lane.opened(10);
    store.advance(LaneStore.RULES.lease().dividedBy(2).plusSeconds(1));
    assertEquals(5, lane.expire());
    lane.pulled(first.next(), 3);
    database.execute(
        "UPDATE pixstream.stream SET state = 'closed', ended_at = opened_at WHERE stream_id ="
            + " (SELECT stream_id FROM pixstream.batch WHERE to_seq = 25)");
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  @Tag("store.6")
  void a_look_tells_each_place() {
    var look = look(0, 1_000);
    assertEquals(
        List.of(
            "BEYOND_HEAD 25-60",
            "CONFIRMED 5-15",
            "LEASED 0-3",
            "LEASED_BY_NONE 15-25",
            "RETURNED 3-5",
            "STORED 0-60"),
        places(look));
    assertEquals(25, look.head());
    assertEquals(1, look.streams());
  }

  @Test
  @Tag("store.6")
  void a_window_has_what_reaches_into_it() {
    var look = look(4, 14);
    assertEquals(4, look.from());
    assertEquals(18, look.to());
    assertEquals(
        List.of(
            "BEYOND_HEAD 25-60",
            "CONFIRMED 5-15",
            "LEASED_BY_NONE 15-25",
            "RETURNED 3-5",
            "STORED 4-28"),
        places(look));
  }

  @Test
  @Tag("store.6")
  void a_second_batch_of_a_stream_and_a_gap_are_told() {
    database.execute(
        "INSERT INTO pixstream.batch SELECT ispb, 5, 10, 2, 0, 0, stream_id, 100, 'twice', NULL,"
            + " leased_at, lease_until, NULL, 'leased' FROM pixstream.batch WHERE to_seq = 3");
    database.execute("DELETE FROM pixstream.message WHERE seq = 50");
    assertEquals(
        List.of(
            "BEYOND_HEAD 25-60",
            "CONFIRMED 5-15",
            "LEASED 5-10",
            "LEASED_BY_NONE 15-25",
            "LEASED_TWICE 0-3",
            "RETURNED 3-5",
            "STORED 0-49",
            "STORED 50-60"),
        places(look(0, 1_000)));
  }

  @Test
  @Tag("store.6")
  void the_last_window_has_what_is_far_beyond_the_tail() {
    database.execute("DELETE FROM pixstream.message WHERE seq > 5");
    var look = look(0, 1_000);
    assertEquals(5, look.to());
    assertEquals(25, look.head());
    assertEquals(
        List.of(
            "CONFIRMED 5-15", "LEASED 0-3", "LEASED_BY_NONE 15-25", "RETURNED 3-5", "STORED 0-5"),
        places(look));
  }

  @Test
  void a_lane_without_a_message_ends_where_it_was_cleaned() {
    database.execute("INSERT INTO pixstream.cleaned SELECT ispb, 3, 0 FROM pixstream.lane");
    database.execute("DELETE FROM pixstream.message");
    var look = look(0, 1_000);
    assertEquals(3, look.from());
    assertEquals(3, look.to());
    assertEquals(25, look.head());
  }

  private Snapshot look(long after, int messagesMax) {
    return await(store.verification().look(lane.id(), after, messagesMax));
  }

  private static List<String> places(Snapshot look) {
    return look.places().stream()
        .map(p -> p.what() + " " + p.range().from() + "-" + p.range().to())
        .sorted()
        .toList();
  }
}
