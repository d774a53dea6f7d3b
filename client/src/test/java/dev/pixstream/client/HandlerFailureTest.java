package dev.pixstream.client;

import static dev.pixstream.client.ScriptedServer.stream;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class HandlerFailureTest extends ScriptedTest {

  private final IllegalStateException failure = new IllegalStateException("disk full");

  /** Fails at these of its calls, counted from 1. */
  private BatchHandler failingAt(Integer... calls) {
    var failing = List.of(calls);
    return batch -> {
      recorder.handle(batch);
      if (failing.contains(recorder.batches.size())) {
        throw failure;
      }
    };
  }

  @Test
  @Tag("client.2")
  void the_batch_is_put_back_with_the_previous_id_and_the_collector_goes_on() throws Exception {
    server
        .batch(A, "[{\"n\":1}]")
        .batch(B, "[{\"n\":2}]")
        .answer(200, "{}")
        .batch(C, "[{\"n\":2}]", "Redelivered: 1");
    try (var running = closingBriefly().handler(failingAt(2)).start()) {
      sees("GET " + stream("start"), "GET " + stream(A), "DELETE " + stream(A));
      sees("GET " + stream("start"), "GET " + stream(C));
      running.stop();
      running.await();
      assertEquals(List.of(), running.failures());
      assertEquals(1, running.counters().handlerFailures());
      assertEquals(1, running.counters().reopened());
    }
    var told = recorder.of(CollectorEvent.HandlerFailed.class).getFirst();
    assertEquals(failure, told.failure());
    assertEquals(1, told.consecutive());
    assertTrue(told.delay().isPositive());
  }

  @Test
  @Tag("client.2")
  void after_so_many_failures_in_a_row_it_ends() throws Exception {
    server.batch(A, "[{}]").batch(B, "[{}]").answer(200, "{}");
    server.empty(A).batch(B, "[{}]").answer(200, "{}");
    var running = collector().handler(failingAt(2, 3)).handlerFailuresMax(2).start();
    running.await();
    sees("GET " + stream("start"), "GET " + stream(A), "DELETE " + stream(A));
    sees("GET " + stream("start"), "GET " + stream(A), "DELETE " + stream(A));
    assertTrue(server.sawNoMore());
    assertEquals(List.of(failure), running.failures());
  }

  @Test
  @Tag("client.2")
  void a_success_in_between_starts_the_count_anew() throws Exception {
    server.batch(A, "[{}]").batch(B, "[{}]").batch(C, "[{}]").answer(200, "{}");
    var running =
        collector().handler(failingAt(1, 3)).handlerFailuresMax(2).messagesMax(30).start();
    sees("GET " + stream("start"), "GET " + stream(A), "DELETE " + stream(A));
    sees("GET " + stream("start"));
    assertEquals(
        List.of(1, 1),
        recorder.of(CollectorEvent.HandlerFailed.class).stream()
            .map(CollectorEvent.HandlerFailed::consecutive)
            .toList());
    running.close();
  }

  @Test
  @Tag("client.2")
  void with_one_failure_it_may_end_at_once() throws Exception {
    server.batch(A, "[{}]").batch(B, "[{}]").answer(200, "{}");
    var running = collector().handler(failingAt(2)).handlerFailuresMax(1).start();
    running.await();
    sees("GET " + stream("start"), "GET " + stream(A), "DELETE " + stream(A));
    assertEquals(List.of(failure), running.failures());
  }

  @Test
  @Tag("client.2")
  void a_first_batch_is_handled_again_before_it_is_confirmed() throws Exception {
    server.batch(A, "[{\"n\":1}]");
    try (var running = closingBriefly().handler(failingAt(1, 2)).start()) {
      sees("GET " + stream("start"), "GET " + stream(A));
      assertEquals(3, recorder.batches.size());
      recorder.batches.forEach(batch -> assertEquals(List.of("{\"n\":1}"), batch.messages()));
      assertEquals(2, running.counters().handlerFailures());
    }
  }

  @Test
  @Tag("client.2")
  void a_first_batch_is_left_to_its_lease_before_that_ends() throws Exception {
    server.batch(A, "[{\"n\":1}]").batch(B, "[{\"n\":2}]");
    try (var running =
        closingBriefly().handler(failingAt(1)).lease(Duration.ofMillis(100)).start()) {
      sees("GET " + stream("start"), "GET " + stream("start"), "GET " + stream(B));
      running.stop();
    }
  }

  @Test
  void an_error_ends_the_collector_and_puts_the_batch_back() throws Exception {
    server.batch(A, "[{}]").batch(B, "[{}]").answer(200, "{}");
    var error = new AssertionError();
    var running =
        collector()
            .handler(
                batch -> {
                  recorder.handle(batch);
                  if (recorder.batches.size() == 2) {
                    throw error;
                  }
                })
            .start();
    running.await();
    sees("GET " + stream("start"), "GET " + stream(A), "DELETE " + stream(A));
    assertEquals(List.of(error), running.failures());
  }
}
