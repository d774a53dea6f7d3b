package dev.pixstream.redis;

import static dev.pixstream.testkit.Lane.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.store.MessageHistory;
import dev.pixstream.core.store.view.LaneState;
import dev.pixstream.core.store.view.TimelineStep;
import dev.pixstream.embedded.EmbeddedRedis;
import dev.pixstream.testkit.Lane;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import dev.pixstream.testkit.TestRedis;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What people see of lanes in a Redis of their own that forgets, and how little is asked of it. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisViewTest {
  private final TestDatabase database;
  private EmbeddedRedis redis;
  private RedisLaneStore store;
  private int lanes;

  RedisViewTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeAll
  void open() {
    redis = EmbeddedRedis.start();
    store = new RedisLaneStore(database, new TestRedis(redis.url(), ""));
  }

  @AfterAll
  void close() {
    store.close();
    redis.close();
  }

  private Lane newLane() {
    return new Lane(store, "5%07d".formatted(++lanes));
  }

  private LaneState state(Lane lane) {
    return await(store.view().sample(Optional.empty(), Set.of(lane.id()))).lanes().stream()
        .filter(found -> found.lane().equals(lane.id()))
        .findFirst()
        .orElseThrow();
  }

  private String ask(Command command, String... arguments) {
    var request = Request.cmd(command);
    for (var argument : arguments) {
      request.arg(argument);
    }
    return await(store.store().nodes().send("", request).toCompletionStage()).toString();
  }

  @Test
  @Tag("store.9")
  void a_lane_that_redis_has_lost_is_told_from_the_history_gaps_included() {
    var lane = newLane();
    lane.store(30);
    lane.opened(10);
    var other = lane.opened(10);
    lane.close(other.next());
    await(store.store().historyOf(lane.id()).toCompletionStage());
    ask(Command.FLUSHALL);

    var state = state(lane);

    assertEquals(20, state.head());
    assertEquals(20, state.backlog());
    assertEquals(0, state.streams());
    assertEquals(0, state.inFlight());
    assertEquals(List.of(), state.detail().orElseThrow().streams());
    lane.opened(1);
    assertEquals(19, state(lane).backlog());
  }

  @Test
  @Tag("store.9")
  void what_is_on_the_queue_is_counted_when_redis_has_lost_everything() {
    var lane = newLane();
    lane.store(20);
    var first = lane.opened(10);
    lane.close(lane.pulled(first.next(), 10).next());
    await(store.store().historyOf(lane.id()).toCompletionStage());
    long before = await(store.view().totals(1)).queued();
    ask(Command.FLUSHALL);

    assertTrue(before >= 2);
    assertTrue(await(store.view().totals(1)).queued() >= 2);
  }

  @Test
  @Tag("store.9")
  void what_is_told_of_a_message_is_the_same_before_and_after_it_is_in_the_history() {
    var lane = newLane();
    lane.store(2);
    var first = lane.opened(1);
    lane.pulled(first.next(), 1);
    lane.close(first.next());
    for (int number = 1; number <= 2; number++) {
      var before = history(lane, number);
      var steps = steps(lane, number);
      assertEquals(1, before.deliveries().size());
      await(store.store().historyOf(lane.id()).toCompletionStage());
      var after = history(lane, number);
      assertEquals(before.deliveries(), after.deliveries());
      assertEquals(before.processing(), after.processing());
      assertEquals(steps, steps(lane, number));
      assertEquals(before.deliveries(), inDatabase(lane, number).deliveries());
    }
  }

  private MessageHistory history(Lane lane, int number) {
    var id = Lane.key(number);
    return await(store.log().find(lane.id(), id)).orElseThrow();
  }

  private MessageHistory inDatabase(Lane lane, int number) {
    var id = Lane.key(number);
    return await(store.messages().log().find(lane.id(), id)).orElseThrow();
  }

  private List<TimelineStep> steps(Lane lane, int number) {
    return await(store.timelines().timeline(lane.id(), Lane.key(number)));
  }

  /** The scripts' own commands are not sent; EVALSHA is counted once for fifty lanes. */
  @Test
  @Tag("store.9")
  void a_sample_of_a_thousand_lanes_is_a_few_calls() {
    database.execute(
        "INSERT INTO pixstream.lane (ispb) SELECT '6' || lpad(n::text, 7, '0')"
            + " FROM generate_series(1, 1000) n");
    state(newLaneWithMessage());
    ask(Command.CONFIG, "RESETSTAT");

    var sample = await(store.view().sample(Optional.empty(), Set.of()));
    long scripts = calls("evalsha");
    await(store.view().totals(10));

    assertTrue(sample.lanes().size() > 1_000);
    assertTrue(scripts >= 20 && scripts <= 22, () -> scripts + " scripts for a sample");
    assertTrue(calls("evalsha") <= 2 * 22);
  }

  private Lane newLaneWithMessage() {
    var lane = newLane();
    lane.store(1);
    return lane;
  }

  private long calls(String command) {
    return ask(Command.INFO, "commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_" + command + ":"))
        .map(line -> line.replaceFirst("[^:]*:calls=(\\d+),.*", "$1"))
        .mapToLong(Long::parseLong)
        .sum();
  }
}
