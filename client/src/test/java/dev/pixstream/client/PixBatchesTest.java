package dev.pixstream.client;

import static dev.pixstream.client.ScriptedServer.stream;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PixBatchesTest extends ScriptedTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration MOMENT = Duration.ofMillis(100);

  @Test
  @Tag("client.1")
  void asking_for_the_next_confirms_the_one_before() throws Exception {
    server.batch(A, "[{\"n\":1}]").batch(B, "[{\"n\":2}]");
    try (var batches = asking().open()) {
      var iterator = batches.iterator();
      assertEquals(List.of("{\"n\":1}"), iterator.next().messages());
      sees("GET " + stream("start"));
      assertTrue(server.sawNoMore());
      assertTrue(iterator.hasNext());
      sees("GET " + stream(A));
      assertTrue(iterator.hasNext());
      assertEquals(List.of("{\"n\":2}"), iterator.next().messages());
      assertTrue(server.sawNoMore());
      server.answer(200, "{}");
    }
    sees("DELETE " + stream(A));
  }

  @Test
  @Tag("client.1")
  void the_end_puts_back_unconfirmed_messages() throws Exception {
    server.batch(A, "[{}]").batch(B, "[{}]").answer(200, "{}");
    try (var batches = asking().open()) {
      for (var batch : batches) {
        recorder.handle(batch);
        if (recorder.batches.size() == 2) {
          break;
        }
      }
    }
    sees("GET " + stream("start"), "GET " + stream(A), "DELETE " + stream(A));
  }

  @Test
  void the_end_does_not_confirm_a_first_batch_either() throws Exception {
    server.batch(A, "[{}]");
    try (var batches = asking().open()) {
      batches.iterator().next();
    }
    sees("GET " + stream("start"));
    assertTrue(server.sawNoMore());
  }

  @Test
  @Tag("client.1")
  void confirmed_messages_stay_confirmed_at_the_end() throws Exception {
    server.batch(A, "[{}]");
    try (var batches = asking().open()) {
      batches.iterator().next();
      batches.confirm();
      batches.confirm();
      sees("GET " + stream("start"), "GET " + stream(A));
      server.answer(200, "{}");
    }
    sees("DELETE " + stream(A));
  }

  @Test
  void a_wait_may_end_without_a_batch_and_loses_nothing() throws Exception {
    try (var batches = asking().open()) {
      assertEquals(Optional.empty(), batches.poll(MOMENT));
      sees("GET " + stream("start"));
      assertTrue(server.sawNoMore());
    }
    server.batch(A, "[{}]").batch(B, "[{\"n\":2}]").answer(200, "{}");
    try (var batches = asking().open()) {
      assertTrue(batches.poll(PATIENCE).isPresent());
      batches.confirm();
      sees("GET " + stream("start"), "GET " + stream(A));
      assertEquals(List.of("{\"n\":2}"), batches.poll(PATIENCE).orElseThrow().messages());
    }
    sees("DELETE " + stream(A));
  }

  @Test
  void it_ends_with_as_many_messages_as_are_wanted() throws Exception {
    server.batch(A, "{}").batch(B, "{}").answer(200, "{}");
    var seen = new ArrayList<Batch>();
    try (var batches = asking().accept(Accept.JSON).messagesMax(2).open()) {
      batches.forEach(seen::add);
      assertEquals(2, seen.size());
      assertEquals(2, batches.counters().confirmed());
      assertThrows(NoSuchElementException.class, () -> batches.iterator().next());
    }
    sees("GET " + stream("start"), "GET " + stream(A), "DELETE " + stream(B));
  }

  @Test
  void a_failure_is_thrown_where_a_batch_is_asked_for() throws Exception {
    server.answer(400, "{\"detail\":\"no\"}");
    try (var batches = asking().open()) {
      var refusal = assertThrows(PixStreamException.class, () -> batches.iterator().hasNext());
      assertEquals(400, refusal.status());
      assertSame(refusal, assertThrows(PixStreamException.class, () -> batches.poll(MOMENT)));
    }
  }

  @Test
  void a_close_from_elsewhere_ends_the_wait() throws Exception {
    try (var batches = asking().open()) {
      sees("GET " + stream("start"));
      var closing = Thread.ofVirtual().start(batches::close);
      assertFalse(batches.iterator().hasNext());
      closing.join();
    }
  }

  @Test
  void an_interrupt_ends_the_wait_and_stays_set() throws Exception {
    try (var batches = asking().open()) {
      Thread.currentThread().interrupt();
      assertThrows(CancellationException.class, () -> batches.iterator().hasNext());
      assertTrue(Thread.interrupted());
    }
  }

  @Test
  void who_asks_has_no_handler() {
    assertThrows(IllegalArgumentException.class, () -> collector().open());
  }
}
