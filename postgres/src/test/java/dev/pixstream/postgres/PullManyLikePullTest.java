package dev.pixstream.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two lives alike, at the same stopped clock: where one asks for many pulls together, the other
 * asks for one after the other. After every step both have got the same, and are in the same state.
 */
@ExtendWith(PostgresExtension.class)
class PullManyLikePullTest {
  private static final int STEPS = 300;
  private static final int LEASE_MS = 20_000;

  /** The lanes and ids of the two lives differ in their first letter alone. */
  private static final String TOGETHER = "1";

  private static final String ALONE = "2";

  private static final List<String> LANES = List.of("0000001", "0000002", "0000003");

  private final TestDatabase database;
  private final List<Given> given = new ArrayList<>();
  private Random random = new Random(0);
  private Instant clock = Instant.parse("2026-01-01T00:00:00Z");
  private int stored;
  private int numbers;

  /** What came of pulls that went together. */
  private int delivered;

  private int empty;

  PullManyLikePullTest(TestDatabase database) {
    this.database = database;
    new PgLaneStore(database).close();
  }

  /** An id that was given out, and the request that last asked with it. */
  private record Given(String lane, String id, String nonce) {}

  private record Ask(
      String lane, String id, String newId, int max, String nonce, int waitedUs, boolean again) {
    /** For one of the two lives. */
    String arguments(String life) {
      return "'%1$s%2$s', '%1$s%3$s', '%1$s%4$s', %5$d, '%6$s', %7$d, %8$b, 8000"
          .formatted(life, lane, id, newId, max, nonce, waitedUs, again);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8})
  @Tag("store.17")
  void both_lives_stay_alike(long seed) {
    random = new Random(seed);
    for (int step = 0; step < STEPS; step++) {
      moveClock(random.nextInt(30) == 0 ? random.nextInt(2 * LEASE_MS) : random.nextInt(500));
      step();
      assertEquals(state(TOGETHER), state(ALONE), "seed " + seed + ", step " + step);
      assertEquals(List.of(), database.violations());
    }
    assertTrue(delivered > 20 && empty > 5, delivered + " delivered and " + empty + " empty");
  }

  private void step() {
    switch (random.nextInt(12)) {
      case 0, 1 -> open(anyLane());
      case 2, 3 -> append(anyLane(), 1 + random.nextInt(6));
      case 4 -> ofBoth("SELECT streams FROM pixstream.expire('%s" + anyLane() + "')");
      case 5 ->
          withAny(
              g -> "SELECT outcome FROM pixstream.close('%1$s" + g.lane + "', '%1$s" + g.id + "')");
      case 6 ->
          withAny(
              g ->
                  "SELECT pixstream.leave('%s"
                      + g.lane
                      + "', '"
                      + g.nonce
                      + "', "
                      + LEASE_MS
                      + ")");
      case 7 -> unusual();
      default -> pull();
    }
  }

  /** The database crashed, or a lane's mark has to be raised. */
  private void unusual() {
    if (random.nextInt(4) == 0) {
      database.execute("TRUNCATE pixstream.intact");
    } else {
      database.execute("UPDATE pixstream.lane_mark k SET claimed_below = pixstream.tail(k.ispb)");
    }
  }

  private void open(String lane) {
    var id = newId();
    var newId = newId();
    var nonce = newNonce();
    var outcome =
        ofBoth(
            "SELECT outcome FROM pixstream.open('%%1$s%s', '%%1$s%s', '%%1$s%s', 2, '%s', 8000, %d, 6)"
                .formatted(lane, id, newId, nonce, LEASE_MS));
    if (outcome.equals(List.of("delivered"))) {
      given.add(new Given(lane, newId, nonce));
    }
    given.add(new Given(lane, id, nonce));
  }

  private void append(String lane, int messages) {
    var numbers = IntStream.range(stored, stored + messages).boxed().toList();
    stored += messages;
    ofBoth(
        "SELECT inserted FROM pixstream.append('%s"
            + lane
            + "', ARRAY["
            + numbers.stream().map(n -> "'E" + n + "'").collect(Collectors.joining(","))
            + "], ARRAY["
            + numbers.stream().map(n -> "'" + n + "'").collect(Collectors.joining(","))
            + "]::bytea[])");
  }

  /** Together in one life; in the other first, one by one, those that went together. */
  private void pull() {
    var asked = IntStream.rangeClosed(0, random.nextInt(8)).mapToObj(i -> ask()).toList();
    var served = together(asked);
    var alone = new ArrayList<Ask>();
    for (var line : served) {
      var ask = asked.get(Integer.parseInt(line.split(" ", 2)[0]) - 1);
      assertEquals(List.of(line.split(" ", 2)[1]), one(ALONE, ask));
      alone.add(ask);
      answered(ask, line.split(" ", 3)[1]);
      delivered += line.contains(" delivered ") ? 1 : 0;
      empty += line.contains(" empty ") ? 1 : 0;
    }
    for (var ask : asked) {
      if (!alone.contains(ask)) {
        var outcome = one(TOGETHER, ask);
        assertEquals(outcome, one(ALONE, ask));
        answered(ask, outcome.getFirst().split(" ", 2)[0]);
      }
    }
  }

  private void answered(Ask ask, String outcome) {
    if (outcome.equals("delivered") || outcome.equals("empty")) {
      var next = outcome.equals("delivered") ? ask.newId : ask.id;
      given.add(new Given(ask.lane, next, ask.nonce));
    }
  }

  /** Mostly an id that was given out of late; a request of its own, or one that looks again. */
  private Ask ask() {
    var one = given.isEmpty() || random.nextInt(20) == 0 ? unknown() : late();
    boolean again = random.nextInt(3) == 0;
    var nonce = again || random.nextInt(8) == 0 ? one.nonce : newNonce();
    int waitedUs = random.nextInt(4) == 0 ? random.nextInt(2_000_000) : 0;
    var lane = random.nextInt(20) == 0 ? anyLane() : one.lane;
    return new Ask(lane, one.id, newId(), 1 + random.nextInt(3), nonce, waitedUs, again);
  }

  private Given late() {
    int back = random.nextInt(Math.min(given.size(), random.nextInt(4) == 0 ? 40 : 8));
    return given.get(given.size() - 1 - back);
  }

  private Given unknown() {
    return new Given(anyLane(), newId(), newNonce());
  }

  private List<String> together(List<Ask> asked) {
    var rows =
        asked.stream().map(a -> "(" + a.arguments(TOGETHER) + ")").collect(Collectors.joining(","));
    return database.query(
        "SELECT m.place || ' ' || concat_ws(' ', m.outcome,"
            + " CASE m.outcome WHEN 'delivered' THEN substr(a.new_ids[m.place], 2) ELSE substr(a.ids[m.place], 2) END,"
            + " m.payloads::text, m.redelivered, m.lease_until, m.stream IS NOT NULL, m.stored_at)"
            + " FROM (SELECT array_agg(v.ispb) AS ispbs, array_agg(v.id) AS ids, array_agg(v.new_id) AS new_ids,"
            + " array_agg(v.max) AS maxes, array_agg(v.nonce) AS nonces, array_agg(v.waited::bigint) AS waited,"
            + " array_agg(v.again) AS again, array_agg(v.wait) AS wait FROM (VALUES "
            + rows
            + ") v (ispb, id, new_id, max, nonce, waited, again, wait)) a,"
            + " pixstream.pull_many(a.ispbs, a.ids, a.new_ids, a.maxes, a.nonces, a.waited, a.again, a.wait, "
            + LEASE_MS
            + ") m ORDER BY m.place");
  }

  private List<String> one(String life, Ask ask) {
    return database.query(
        "SELECT concat_ws(' ', p.outcome, substr(p.iteration_id, 2), p.payloads::text, p.redelivered,"
            + " CASE p.outcome WHEN 'delivered' THEN p.lease_until END, p.stream IS NOT NULL, p.stored_at,"
            + " CASE WHEN p.supplanted THEN 'supplanted' END) FROM pixstream.pull("
            + ask.arguments(life)
            + ", "
            + LEASE_MS
            + ") p");
  }

  /** All that is in the tables, less what names the life. */
  private String state(String life) {
    return Stream.of(
            "SELECT (to_jsonb(s) - 'ispb' - 'stream_id' || jsonb_build_object('iteration_id', substr(iteration_id, 2),"
                + " 'next_id', substr(next_id, 2), 'ispb', substr(ispb, 2)))::text"
                + " FROM pixstream.stream s WHERE ispb LIKE '%s%%' ORDER BY substr(iteration_id, 2)",
            "SELECT (to_jsonb(b) - 'stream_id' || jsonb_build_object('iteration_id', substr(iteration_id, 2),"
                + " 'next_id', substr(next_id, 2), 'ispb', substr(ispb, 2), 'stream', (SELECT substr(s.iteration_id, 2)"
                + " FROM pixstream.stream s WHERE s.stream_id = b.stream_id)))::text"
                + " FROM pixstream.batch b WHERE ispb LIKE '%s%%' ORDER BY ispb, to_seq, attempt",
            "SELECT concat_ws(' ', substr(ispb, 2), n, from_seq, to_seq) FROM pixstream.confirmed"
                + " WHERE ispb LIKE '%s%%' ORDER BY ispb, n",
            "SELECT concat_ws(' ', substr(ispb, 2), from_seq, to_seq, attempt) FROM pixstream.returned"
                + " WHERE ispb LIKE '%s%%' ORDER BY ispb, from_seq",
            "SELECT concat_ws(' ', substr(ispb, 2), claimed_below, suspect_below) FROM pixstream.lane_mark"
                + " WHERE ispb LIKE '%s%%' ORDER BY ispb")
        .flatMap(query -> database.query(query.formatted(life)).stream())
        .collect(Collectors.joining("\n"));
  }

  private void withAny(Function<Given, String> statement) {
    if (!given.isEmpty()) {
      ofBoth(statement.apply(late()));
    }
  }

  /** What both lives answer; %s is the life. */
  private List<String> ofBoth(String statement) {
    var answer = database.query(statement.formatted(TOGETHER));
    assertEquals(answer, database.query(statement.formatted(ALONE)), statement);
    return answer;
  }

  private void moveClock(int byMs) {
    clock = clock.plusMillis(byMs);
    database.stopClockAt(clock);
  }

  private String anyLane() {
    return LANES.get(random.nextInt(LANES.size()));
  }

  private String newId() {
    return "id%09d".formatted(++numbers);
  }

  private String newNonce() {
    return "n." + ++numbers;
  }
}
