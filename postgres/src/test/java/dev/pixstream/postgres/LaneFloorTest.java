package dev.pixstream.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.postgres.link.DatabaseUrl;
import dev.pixstream.postgres.schema.Migrations;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A lane is made anew at the cost of what is unconfirmed, not of what ever was. */
@ExtendWith(PostgresExtension.class)
class LaneFloorTest {
  private static final String LANE = "'00000001'";
  private static final Pattern PAGES = Pattern.compile("(?:hit|read)=(\\d+)");
  private static final int BUFFERS_MAX = 2_000;

  private final TestDatabase database;

  LaneFloorTest(TestDatabase database) {
    this.database = database;
    Migrations.run(DatabaseUrl.parse(database.url()));
  }

  @Test
  @Tag("store.12")
  void a_lane_with_a_long_history_is_taken_over_by_reading_little() {
    confirm(1, 100_000);
    assertTrue(buffers() < BUFFERS_MAX, "the first");
    confirm(100_001, 100_010);
    assertTrue(buffers() < BUFFERS_MAX, "the next");
  }

  @Test
  @Tag("store.12")
  void the_floor_follows_confirmations() {
    database.execute("INSERT INTO pixstream.lane_epoch VALUES (" + LANE + ", 1)");
    confirm(1, 50_000);
    database.execute("SELECT pixstream.raise_floors(ARRAY[" + LANE + "], 60000)");
    assertTrue(buffers() < BUFFERS_MAX);
    assertEquals(List.of("500000 {} {}"), unconfirmed());
  }

  @Test
  @Tag("store.12")
  void gaps_are_told_wherever_the_floor_is() {
    var random = new Random(4);
    database.execute("INSERT INTO pixstream.lane_epoch VALUES (" + LANE + ", 1)");
    var confirmed = new TreeSet<Integer>();
    for (int round = 0; round < 25; round++) {
      List<Integer> some = new ArrayList<>();
      for (int number = 1; number <= 40 * (round + 1); number++) {
        if (random.nextInt(3) > 0 && confirmed.add(number)) {
          some.add(number);
        }
      }
      Collections.shuffle(some, random);
      some.forEach(number -> confirm(number, number));
      if (random.nextBoolean()) {
        database.execute("SELECT pixstream.raise_floors(ARRAY[" + LANE + "], 60000)");
      }
      assertEquals(List.of(expected(confirmed)), unconfirmed(), "round " + round);
    }
  }

  /** Batches of ten messages. */
  private void confirm(int from, int to) {
    database.execute(
        ("INSERT INTO pixstream.batch (ispb, from_seq, to_seq, attempt, part, redelivered,"
                + " stream_id, iteration, iteration_id, leased_at, lease_until, ended_at, state)"
                + " SELECT %s, 10 * (n - 1), 10 * n, 1, 0, 0, 1, n, 'b' || n, now(), now(), now(),"
                + " 'confirmed' FROM generate_series(%d, %d) n")
            .formatted(LANE, from, to));
  }

  private List<String> unconfirmed() {
    return database.query(
        "SELECT concat_ws(' ', head, gap_froms, gap_tos) FROM pixstream.unconfirmed("
            + LANE
            + ", NULL)");
  }

  private static String expected(SortedSet<Integer> confirmed) {
    List<Integer> froms = new ArrayList<>();
    List<Integer> tos = new ArrayList<>();
    int reached = 0;
    for (int number : confirmed) {
      if (number > reached + 1) {
        froms.add(10 * reached);
        tos.add(10 * (number - 1));
      }
      reached = number;
    }
    return "%d %s %s".formatted(10 * reached, array(froms), array(tos));
  }

  private static String array(List<Integer> numbers) {
    return numbers.toString().replace(" ", "").replace('[', '{').replace(']', '}');
  }

  /** How many pages a rebuild reads. */
  private int buffers() {
    var plan =
        database.query(
            "EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, COSTS OFF, SUMMARY OFF)"
                + " SELECT * FROM pixstream.rebuild("
                + LANE
                + ", 0)");
    return plan.stream()
        .filter(line -> line.contains("Buffers:"))
        .limit(1)
        .flatMap(line -> PAGES.matcher(line).results())
        .mapToInt(found -> Integer.parseInt(found.group(1)))
        .sum();
  }
}
