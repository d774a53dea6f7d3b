package dev.pixstream.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.core.store.PullOutcome;
import dev.pixstream.core.store.StoreUnavailableException;
import dev.pixstream.core.store.queue.Cleaning.Step;
import dev.pixstream.testkit.Lane;
import dev.pixstream.testkit.Oldest;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes work as ever on a database that is set to anything else than the usual. */
@ExtendWith(PostgresExtension.class)
final class DatabaseSettingsTest {
  private static final int BATCHES = 12;
  private static final Duration REFUSED_MAX = Duration.ofSeconds(60);

  private static final Map<String, String> SETTINGS =
      Map.ofEntries(
          Map.entry("default_transaction_deferrable", "on"),
          Map.entry("search_path", "nowhere"),
          Map.entry("transform_null_equals", "on"),
          Map.entry("standard_conforming_strings", "off"),
          Map.entry("array_nulls", "off"),
          Map.entry("restrict_nonsystem_relation_kind", "view"),
          Map.entry("plpgsql.extra_errors", "all"),
          Map.entry("statement_timeout", "5000"),
          Map.entry("lock_timeout", "1"),
          Map.entry("idle_in_transaction_session_timeout", "1"),
          Map.entry("idle_session_timeout", "5000"),
          Map.entry("transaction_timeout", "5000"),
          Map.entry("exit_on_error", "on"),
          Map.entry("client_min_messages", "info"),
          Map.entry("TimeZone", "Asia/Kathmandu"),
          Map.entry("DateStyle", "SQL, DMY"),
          Map.entry("IntervalStyle", "sql_standard"),
          Map.entry("bytea_output", "escape"),
          Map.entry("extra_float_digits", "-15"),
          Map.entry("xmlbinary", "hex"),
          Map.entry("plan_cache_mode", "force_custom_plan"),
          Map.entry("jit", "on"),
          Map.entry("jit_above_cost", "0"),
          Map.entry("synchronous_commit", "off"),
          Map.entry("check_function_bodies", "off"),
          Map.entry("row_security", "off"),
          Map.entry("quote_all_identifiers", "on"),
          Map.entry("session_replication_role", "replica"),
          Map.entry("client_encoding", "LATIN1"),
          Map.entry("lc_monetary", "C"),
          Map.entry("lc_numeric", "C"),
          Map.entry("lc_time", "C"),
          Map.entry("work_mem", "64"),
          Map.entry("join_collapse_limit", "1"),
          Map.entry("from_collapse_limit", "1"));

  private static final String ALTER =
      """
      DO $$
      BEGIN
          EXECUTE format('ALTER DATABASE %%I SET %s = %%L', current_database(), '%s');
      EXCEPTION WHEN undefined_object OR invalid_parameter_value OR insufficient_privilege THEN
          RAISE NOTICE 'this version does not know it, or this role may not set it';
      END
      $$
      """;

  private static final String NO_PLANS =
      """
      DO $$
      DECLARE
          v_name text;
      BEGIN
          FOR v_name IN SELECT name FROM pg_settings WHERE name LIKE 'enable%' AND vartype = 'bool' LOOP
              EXECUTE format('ALTER DATABASE %I SET %s = off', current_database(), v_name);
          END LOOP;
      END
      $$
      """;

  @ParameterizedTest
  @ValueSource(strings = {"repeatable read", "serializable", "read uncommitted"})
  @Tag("store.2")
  void two_nodes_work_whatever_the_database_is_set_to(String isolation, TestDatabase database)
      throws Exception {
    works(database, isolation);
  }

  @Test
  @Tag("store.2")
  void two_nodes_work_so_on_the_oldest_version_too(@Oldest TestDatabase database) throws Exception {
    works(database, "repeatable read");
  }

  /** So a primary is fenced that another one replaced. */
  @Test
  @Tag("store.2")
  void a_database_that_was_set_to_take_no_writes_gets_none(TestDatabase database) {
    var store = new PgLaneStore(database);
    try {
      new Lane(store, "00000001").store(1);
      database.execute(ALTER.formatted("default_transaction_read_only", "on"));
      database.query(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
      long until = System.nanoTime() + REFUSED_MAX.toNanos();
      String refused = "";
      while (!refused.contains("read-only transaction") && System.nanoTime() < until) {
        refused = refusal(new Lane(store, "00000002"));
      }
      assertTrue(refused.contains("read-only transaction"), refused);
      assertEquals(List.of("1"), database.query("SELECT count(*) FROM pixstream.message"));
    } finally {
      store.close();
    }
  }

  private static String refusal(Lane lane) {
    var failure = assertThrows(CompletionException.class, () -> lane.store(1));
    return String.valueOf(
        assertInstanceOf(StoreUnavailableException.class, failure.getCause()).getMessage());
  }

  private static void works(TestDatabase database, String isolation) throws Exception {
    SETTINGS.forEach((name, value) -> database.execute(ALTER.formatted(name, value)));
    database.execute(ALTER.formatted("default_transaction_isolation", isolation));
    database.execute(NO_PLANS);
    var here = new PgLaneStore(database);
    var there = new PgLaneStore(database);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integer>> collectors = new ArrayList<>();
      for (var store : List.of(here, there)) {
        // Two collectors and two publishers of each node are on the same lane.
        for (int i = 0; i < 2; i++) {
          collectors.add(() -> collect(new Lane(store, "00000001")));
        }
      }
      var numbers = new Lane(here, "00000001");
      numbers.store(BATCHES * 10);
      int received = 0;
      for (var collected : threads.invokeAll(collectors)) {
        received += collected.get();
      }
      assertEquals(BATCHES * 10, received);
      storesTogether(here, there, threads);
      new TestWorker(database, numbers.id()).process();
      here.advance(Duration.ofSeconds(1));
      assertInstanceOf(
          Step.Cleaned.class, Lane.await(there.cleaning().step(Duration.ZERO, Optional.empty())));
      assertEquals(List.of(), here.violations());
      assertEquals(List.of(), here.processingViolations());
    } finally {
      here.close();
      there.close();
    }
  }

  private static int collect(Lane lane) {
    int received = 0;
    var outcome = lane.open(10);
    while (outcome instanceof PullOutcome.Delivered batch) {
      received += batch.payloads().size();
      outcome = lane.pull(batch.next(), 10);
    }
    Lane.empty(outcome);
    return received;
  }

  /** Both nodes store in one lane; each message has its place. */
  private static void storesTogether(
      PgLaneStore here, PgLaneStore there, java.util.concurrent.ExecutorService threads)
      throws Exception {
    List<Callable<Object>> publishers = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      int number = 1_000 + i;
      var store = i % 2 == 0 ? here : there;
      var lane = new Lane(store, "00000002");
      publishers.add(() -> Lane.await(store.log().append(List.of(lane.message(number)))));
    }
    for (var stored : threads.invokeAll(publishers)) {
      assertInstanceOf(dev.pixstream.core.store.AppendOutcome.Stored.class, stored.get());
    }
  }
}
