package dev.pixstream.server.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Workers that are killed or stopped in the middle, whose messages fail, and that work together.
 */
@ExtendWith(PostgresExtension.class)
@ResourceLock(Nodes.MACHINE)
@Timeout(180)
class WorkerCrashTest {
  private static final int MESSAGES = Processing.MESSAGES;
  private static final String DONE =
      "SELECT coalesce(sum(c.to_seq - c.from_seq), 0) FROM pixstream.job j"
          + " JOIN pixstream.confirmed c ON c.ispb = j.ispb AND c.n > j.from_n AND c.n <= j.to_n"
          + " WHERE j.state = 'done'";
  private static final String PROCESSED =
      "SELECT count(DISTINCT seq) FROM test_call WHERE NOT failed";

  @Test
  @Tag("processing.8")
  void a_worker_killed_in_the_middle_leaves_the_ledger_exact_to_the_cent(TestDatabase database) {
    var processing = Processing.confirmed(database);
    processing.widenPosting();
    var worker = List.of("visibility=1000", "messages=20", "concurrency=2");
    try (var nodes = Nodes.start(1, database.url(), Nodes.RULES, worker)) {
      for (int kills = 1; kills <= 3; kills++) {
        processing.awaitEntries(kills * MESSAGES / 8);
        nodes.get(0).kill();
        assertTrue(processing.entries() < MESSAGES, "killed too late");
        nodes.get(0).restart();
      }
      processing.await("the queue's end", DONE, MESSAGES);
      processing.assertLedger();
    }
  }

  @Test
  @Tag("processing.10")
  void of_messages_that_fail_only_those_that_always_do_are_dead_and_no_neighbour_waits(
      TestDatabase database) {
    var processing = Processing.confirmed(database);
    var worker = processing.tested("percent=1", "retry-first=20", "retry-max=100");
    try (var _ = Nodes.start(1, database.url(), Nodes.RULES, worker)) {
      processing.await("all done", DONE, MESSAGES);
      var open = "SELECT 1 - least(count(*), 1) FROM pixstream.failure WHERE state = 'retrying'";
      processing.await("the end of retries", open, 1);
    }
    var always =
        LongStream.rangeClosed(1, MESSAGES)
            .filter(TestProcessor::alwaysFails)
            .mapToObj(Long::toString)
            .toList();
    assertEquals(
        always,
        database.query("SELECT seq FROM pixstream.failure WHERE state = 'dead' ORDER BY seq"));
    assertEquals(
        List.of("8"),
        database.query("SELECT DISTINCT attempts FROM pixstream.failure WHERE state = 'dead'"));
    assertEquals(MESSAGES - always.size(), processing.number(PROCESSED));
    assertEquals(
        database.query("SELECT DISTINCT seq FROM test_call WHERE failed AND size = 1 ORDER BY seq"),
        database.query("SELECT seq FROM pixstream.failure ORDER BY seq"),
        "retried, though it did not fail alone");
    assertEquals(0, processing.number("SELECT count(*) FROM pixstream.job WHERE attempt > 1"));
  }

  @Test
  @Tag("processing.9")
  void workers_of_two_nodes_never_process_a_message_at_the_same_time(TestDatabase database) {
    var processing = Processing.confirmed(database);
    // Longer than the visibility timeout: only what is extended stays the worker's own.
    var worker = processing.tested("hold=1500", "visibility=1000", "messages=200", "concurrency=6");
    try (var _ = Nodes.start(2, database.url(), Nodes.RULES, worker)) {
      processing.await("all done", DONE, MESSAGES);
    }
    assertEquals(MESSAGES, processing.number(PROCESSED));
    assertEquals(List.of(), database.query("SELECT seq FROM test_overlap"), "twice at once");
    assertEquals(MESSAGES, processing.number("SELECT count(*) FROM test_call"), "once each");
    assertEquals(
        2, processing.number("SELECT count(DISTINCT worker) FROM pixstream.job"), "both worked");
  }

  @Test
  @Tag("processing.11")
  void a_stopped_worker_finishes_what_runs_and_gives_the_rest_to_others(TestDatabase database) {
    var processing = Processing.confirmed(database);
    var worker = processing.tested("hold=1000", "messages=200", "concurrency=4");
    try (var node = NodeProcess.start(database.url(), Nodes.RULES, worker)) {
      node.port();
      processing.await("jobs that run", "SELECT count(*) FROM test_running", 800);
      long asked = System.nanoTime();
      node.stop();
      assertTrue(System.nanoTime() - asked < Duration.ofSeconds(6).toNanos(), "slow to stop");
      assertTrue(processing.number(PROCESSED) < MESSAGES, "stopped too late");
      assertEquals(processing.number(PROCESSED), processing.number(DONE), "finished and told");
    }
    long began = System.nanoTime();
    try (var _ =
        Nodes.start(1, database.url(), Nodes.RULES, Processing.otherwise(worker, "hold=0"))) {
      processing.await("all done", DONE, MESSAGES);
    }
    assertTrue(
        System.nanoTime() - began < Duration.ofSeconds(25).toNanos(),
        "waited for the visibility timeout");
    assertEquals(MESSAGES, processing.number("SELECT count(*) FROM test_call"), "once each");
  }

  @Test
  @Tag("processing.11")
  void a_stop_waits_for_a_hanging_job_no_longer_than_its_bound(TestDatabase database) {
    var processing = Processing.confirmed(database);
    var worker = processing.tested("hold=600000", "stop=1000");
    try (var node = NodeProcess.start(database.url(), Nodes.RULES, worker)) {
      node.port();
      processing.await("jobs that run", "SELECT count(*) FROM test_running", 500);
      long asked = System.nanoTime();
      node.stop();
      assertTrue(System.nanoTime() - asked < Duration.ofSeconds(6).toNanos(), "slow to stop");
    }
    assertEquals(0, processing.number(DONE), "none is done");
  }
}
