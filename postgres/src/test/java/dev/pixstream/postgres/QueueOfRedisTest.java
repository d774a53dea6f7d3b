package dev.pixstream.postgres;

import static dev.pixstream.testkit.Lane.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pixstream.core.model.SeqRange;
import dev.pixstream.core.store.queue.Job;
import dev.pixstream.core.store.queue.ProcessingQueue;
import dev.pixstream.testkit.Lane;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A database of the version before, whose queue had its jobs in Redis. */
@ExtendWith(PostgresExtension.class)
class QueueOfRedisTest {
  private static final String MIGRATION = "migration/V12__queue_of_redis.sql";

  @Test
  @Tag("processing.15")
  void what_a_queue_in_redis_had_under_way_is_taken_here(TestDatabase database) {
    try (var store = new PgLaneStore(database)) {
      var lane = new Lane(store, "00000001");
      confirm(lane, 60);
      database.execute("INSERT INTO pixstream.lane_epoch VALUES ('00000001', 3)");
      // Done in any order; the others were with workers, one of them since an earlier coordinator.
      database.execute(
          "INSERT INTO pixstream.job VALUES "
              + row(1, 2, 11, "done")
              + ", "
              + row(3, 4, 12, "done")
              + ", "
              + row(4, 5, 13, "running"));
      migrate(database);
      assertEquals(List.of(), database.processingViolations());

      var jobs = take(store, lane);

      assertEquals(
          List.of(range(0, 10), range(20, 30), range(40, 50), range(50, 60)),
          jobs.stream().map(job -> job.ranges().getFirst()).sorted(FIRST).toList());
      jobs.forEach(job -> await(store.queue().complete(job)));
      assertEquals(List.of(), take(store, lane));
      assertEquals(List.of(), database.processingViolations());
    }
  }

  @Test
  @Tag("processing.15")
  void a_large_gap_is_taken_in_pieces(TestDatabase database) {
    try (var store = new PgLaneStore(database)) {
      var lane = new Lane(store, "00000001");
      confirm(lane, 2_510);
      database.execute("INSERT INTO pixstream.lane_epoch VALUES ('00000001', 3)");
      database.execute("INSERT INTO pixstream.job VALUES " + row(250, 251, 11, "done"));
      migrate(database);
      assertEquals(
          List.of(500, 1_000, 1_000), take(store, lane).stream().map(Job::size).sorted().toList());
    }
  }

  @Test
  @Tag("processing.15")
  void a_queue_that_was_always_here_stays_as_it_is(TestDatabase database) {
    try (var store = new PgLaneStore(database)) {
      var lane = new Lane(store, "00000001");
      confirm(lane, 30);
      var before = take(store, lane);
      migrate(database);
      assertEquals(List.of(), take(store, lane));
      before.forEach(job -> assertEquals(true, await(store.queue().complete(job))));
      assertEquals(List.of(), database.processingViolations());
    }
  }

  private static final java.util.Comparator<SeqRange> FIRST =
      java.util.Comparator.comparingLong(SeqRange::from);

  private static SeqRange range(long from, long to) {
    return new SeqRange(from, to);
  }

  private static String row(int from, int to, int token, String state) {
    return "('00000001', %d, %d, 1, %d, 'w', now(), now() - interval '1 min', %s, '%s')"
        .formatted(from, to, token, state.equals("done") ? "now()" : "NULL", state);
  }

  private static void confirm(Lane lane, int messages) {
    lane.store(messages);
    var outcome = lane.opened(10);
    for (int done = 10; done < messages; done += 10) {
      outcome = lane.pulled(outcome.next(), 10);
    }
    lane.close(outcome.next());
  }

  private static List<Job> take(PgLaneStore store, Lane lane) {
    var demand =
        new ProcessingQueue.Demand("worker", List.of(lane.id()), 50, 10, Duration.ofSeconds(30));
    return await(store.queue().take(demand));
  }

  private static void migrate(TestDatabase database) {
    try (var file =
        Optional.ofNullable(PgStore.class.getResourceAsStream(MIGRATION)).orElseThrow()) {
      database.execute(
          "BEGIN; " + new String(file.readAllBytes(), StandardCharsets.UTF_8) + "; COMMIT");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
