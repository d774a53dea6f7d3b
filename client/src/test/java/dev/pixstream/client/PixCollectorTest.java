package dev.pixstream.client;

import static dev.pixstream.client.ScriptedServer.stream;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PixCollectorTest extends ScriptedTest {

  @Test
  @Tag("client.1")
  void pull_next_is_followed_and_the_end_deletes() throws Exception {
    server.batch(A, "[{\"n\":1},{\"n\":2}]", "Redelivered: 1").empty(A).batch(B, "[{\"n\":3}]");
    try (var running = collector().start()) {
      var first = recorder.next();
      assertEquals(List.of("{\"n\":1}", "{\"n\":2}"), first.messages());
      assertEquals(1, first.redelivered());
      assertEquals("00000000", first.ispb());
      assertEquals(List.of("{\"n\":3}"), recorder.next().messages());
      sees("GET " + stream("start"), "GET " + stream(A), "GET " + stream(A), "GET " + stream(B));
      server.answer(200, "{}");
      running.stop();
      sees("DELETE " + stream(B));
      assertEquals(List.of(), running.failures());
    }
    assertEquals(1, recorder.of(CollectorEvent.Opened.class).size());
    assertEquals(1, recorder.of(CollectorEvent.Empty.class).size());
    assertEquals(0, recorder.of(CollectorEvent.LeaseLost.class).size());
  }

  @Test
  @Tag("client.1")
  void a_batch_is_not_confirmed_before_its_handler_has_returned() throws Exception {
    var handling = new CountDownLatch(1);
    var mayReturn = new CountDownLatch(1);
    server.batch(A, "[{}]");
    var running =
        collector()
            .handler(
                batch -> {
                  handling.countDown();
                  mayReturn.await();
                })
            .start();
    handling.await();
    running.stop();
    sees("GET " + stream("start"));
    assertTrue(server.sawNoMore());
    server.answer(200, "{}");
    mayReturn.countDown();
    running.close();
    sees("DELETE " + stream(A));
  }

  @Test
  @Tag("client.3")
  void a_lost_response_is_asked_for_again_with_the_same_request() throws Exception {
    server
        .batch(A, "[{\"n\":1}]")
        .lose()
        .answer(503, "{\"detail\":\"no store\"}", "Retry-After: 0")
        .answer(500, "")
        .batch(B, "[{\"n\":2}]");
    try (var running = collector().start()) {
      recorder.next();
      recorder.next();
      sees("GET " + stream("start"));
      for (int attempt = 1; attempt <= 4; attempt++) {
        var request = server.next();
        assertEquals(stream(A), request.path());
        assertEquals("multipart/json", request.accept());
      }
      server.answer(200, "{}");
      running.stop();
      running.await();
    }
    var retries = recorder.of(CollectorEvent.Retrying.class);
    assertEquals(3, retries.size());
    assertTrue(retries.get(2).delay().compareTo(Duration.ofMillis(200)) >= 0, "delays grow");
    assertEquals("status 503: no store", retries.get(1).reason());
  }

  @Test
  @Tag("client.3")
  void a_pull_without_answer_in_time_counts_as_lost() throws Exception {
    try (var running = closingBriefly().pullTimeout(Duration.ofSeconds(1)).start()) {
      sees("GET " + stream("start"));
      server.batch(A, "[{}]");
      recorder.next();
      running.stop();
    }
    assertTrue(!recorder.of(CollectorEvent.Retrying.class).isEmpty());
  }

  @Test
  @Tag("client.3")
  void a_body_that_stops_in_the_middle_counts_as_lost() throws Exception {
    server.stall().batch(A, "[{}]");
    try (var running = closingBriefly().pullTimeout(Duration.ofSeconds(1)).start()) {
      recorder.next();
      running.stop();
    }
    assertEquals(1, recorder.of(CollectorEvent.Retrying.class).size());
  }

  @Test
  @Tag("client.4")
  void a_collector_starts_anew_after_404_and_410() throws Exception {
    server.batch(A, "[{\"n\":1}]").answer(410, "{}").batch(B, "[{\"n\":2}]").answer(404, "{}");
    try (var running = collector().start()) {
      sees("GET " + stream("start"), "GET " + stream(A), "GET " + stream("start"));
      sees("GET " + stream(B), "GET " + stream("start"));
      running.stop();
    }
    assertEquals(2, recorder.of(CollectorEvent.LeaseLost.class).size());
  }

  @Test
  void throttled_waits_at_least_as_long_as_it_is_told() throws Exception {
    server.answer(429, "{\"detail\":\"six are open\"}", "Retry-After: 1").batch(A, "[{}]");
    long startNanos = System.nanoTime();
    try (var running = closingBriefly().giveUpAfter(Duration.ZERO).start()) {
      recorder.next();
      running.stop();
    }
    assertTrue(System.nanoTime() - startNanos >= 1_000_000_000);
    var told = recorder.of(CollectorEvent.Throttled.class).getFirst();
    assertEquals("status 429: six are open", told.reason());
    assertTrue(told.delay().compareTo(Duration.ofMillis(1_100)) <= 0);
  }

  @Test
  void exactly_as_many_are_taken_as_are_wanted() throws Exception {
    server
        .batch(A, "[{},{},{},{},{},{},{},{},{},{}]")
        .batch(B, "{}")
        .empty(B)
        .batch(C, "{}")
        .answer(200, "{}");
    var running = collector().messagesMax(12).start();
    running.await();
    assertEquals("multipart/json", server.next().accept());
    for (int single = 1; single <= 3; single++) {
      assertEquals("application/json", server.next().accept());
    }
    sees("DELETE " + stream(C));
    running.close();
  }

  @Test
  @Tag("client.5")
  void closing_is_tried_again_and_bounded() throws Exception {
    server.batch(A, "[{}]");
    try (var running = collector().start()) {
      recorder.next();
      sees("GET " + stream("start"), "GET " + stream(A));
      server.lose().answer(503, "").answer(200, "{}");
      running.stop();
      sees("DELETE " + stream(A), "DELETE " + stream(A), "DELETE " + stream(A));
    }
    assertEquals(0, recorder.of(CollectorEvent.LeaseLost.class).size());
  }

  @Test
  void a_server_that_stays_away_ends_the_collector_after_a_while() throws Exception {
    try (var refusing = ScriptedServer.refusing()) {
      var uri = ScriptedServer.uri(refusing);
      var running =
          PixCollector.builder(uri)
              .ispb("00000000")
              .collectors(1)
              .giveUpAfter(Duration.ofMillis(300))
              .handler(recorder)
              .start();
      running.await();
      running.close();
      var failure = assertInstanceOf(UnreachableException.class, running.failures().getFirst());
      assertTrue(failure.toString().contains(uri.toString()), failure.toString());
    }
  }

  @Test
  void a_refusal_ends_the_collector_with_its_reason() throws Exception {
    server.answer(400, "{\"detail\":\"An ISPB is 8 characters.\"}");
    var running = collector().start();
    running.await();
    running.close();
    var failure = assertInstanceOf(PixStreamException.class, running.failures().getFirst());
    assertEquals(400, failure.status());
    assertTrue(failure.toString().endsWith("An ISPB is 8 characters."), failure.toString());
  }

  @Test
  void a_pull_next_that_leads_elsewhere_is_not_followed() throws Exception {
    server.answer(200, "[{}]", "Pull-Next: //elsewhere.example/api");
    var running = collector().start();
    running.await();
    running.close();
    assertInstanceOf(PixStreamException.class, running.failures().getFirst());
    assertTrue(recorder.batches.isEmpty());
  }

  @Test
  @Tag("client.6")
  void what_was_done_is_counted() throws Exception {
    server
        .batch(A, "[{},{}]", "Redelivered: 1")
        .answer(429, "", "Retry-After: 0")
        .lose()
        .empty(A)
        .answer(410, "{}")
        .batch(B, "[{}]")
        .batch(C, "[{},{},{}]");
    try (var running = collector().start()) {
      for (int batch = 1; batch <= 3; batch++) {
        recorder.next();
      }
      for (int request = 1; request <= 8; request++) {
        server.next();
      }
      server.answer(200, "{}");
      running.stop();
      running.await();
      assertEquals(new CollectorCounters(8, 3, 6, 6, 1, 1, 1, 1, 2, 1, 1, 0), running.counters());
    }
  }

  @Test
  @Tag("client.6")
  void an_unanswered_pull_is_not_counted_as_confirmed() throws Exception {
    server.batch(A, "[{},{}]").answer(410, "{}").batch(B, "[{}]");
    try (var running = closingBriefly().start()) {
      recorder.next();
      recorder.next();
      sees("GET " + stream("start"), "GET " + stream(A), "GET " + stream("start"));
      running.stop();
      running.await();
      assertEquals(0, running.counters().confirmed());
    }
  }

  @Test
  void a_listener_that_throws_changes_nothing() throws Exception {
    server.empty(A).batch(B, "[{}]");
    try (var running =
        closingBriefly()
            .listener(
                event -> {
                  throw new IllegalStateException("a listener's mistake, as this test wants it");
                })
            .start()) {
      recorder.next();
      assertEquals(List.of(), running.failures());
    }
  }

  @Test
  void a_handler_may_close_its_collector() throws Exception {
    server.batch(A, "[{}]").answer(200, "{}");
    var self = new CompletableFuture<PixCollector>();
    var running = collector().handler(batch -> self.join().close()).start();
    self.complete(running);
    running.await();
    sees("GET " + stream("start"), "DELETE " + stream(A));
  }

  @Test
  @Tag("client.5")
  void the_end_waits_for_the_answer_to_a_start() throws Exception {
    server.delay(Duration.ofMillis(100)).batch(A, "[{}]").answer(200, "{}");
    try (var running = collector().start()) {
      sees("GET " + stream("start"));
      running.stop();
    }
    assertEquals(1, recorder.batches.size());
    sees("DELETE " + stream(A));
  }

  @Test
  void an_out_of_bounds_value_is_refused_before_the_start() {
    var builder = PixCollector.builder(URI.create("http://127.0.0.1:1")).handler(recorder);
    assertThrows(IllegalArgumentException.class, () -> builder.ispb("123").start());
    assertThrows(
        IllegalArgumentException.class, () -> builder.ispb("00000000").collectors(7).start());
    assertThrows(
        IllegalArgumentException.class,
        () -> PixCollector.builder(URI.create("localhost:8080")).ispb("00000000"));
  }
}
