package dev.pixstream.client;

import static dev.pixstream.client.ScriptedServer.stream;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TakeOverTest extends ScriptedTest {

  @Test
  @Tag("client.3")
  void a_409_is_asked_again_with_the_same_request() throws Exception {
    server.batch(A, "[{}]").answer(409, "{}").answer(409, "{}").batch(B, "[{}]");
    try (var running = closingBriefly().start()) {
      sees("GET " + stream("start"), "GET " + stream(A), "GET " + stream(A), "GET " + stream(A));
      sees("GET " + stream(B));
      running.stop();
      assertEquals(2, running.counters().retries());
      assertEquals(List.of(), running.failures());
    }
  }

  @Test
  @Tag("client.3")
  void who_is_superseded_again_and_again_stops_and_leaves_the_stream_alone() throws Exception {
    server.batch(A, "[{}]");
    for (int attempt = 1; attempt <= 6; attempt++) {
      server.answer(409, "{}");
    }
    var running = collector().start();
    running.await();
    sees("GET " + stream("start"));
    for (int attempt = 1; attempt <= 6; attempt++) {
      sees("GET " + stream(A));
    }
    assertInstanceOf(SupersededException.class, running.failures().getFirst());
    assertTrue(server.sawNoMore());
  }

  @Test
  @Tag("client.3")
  void where_a_node_does_not_answer_the_next_is_asked_with_the_same_path() throws Exception {
    try (var refusing = ScriptedServer.refusing();
        var other = new ScriptedServer()) {
      server.batch(A, "[{}]").lose();
      other.batch(B, "[{}]");
      try (var running =
          PixCollector.builder(server.uri(), ScriptedServer.uri(refusing), other.uri())
              .ispb("00000000")
              .collectors(1)
              .handler(recorder)
              .listener(recorder)
              .start()) {
        sees("GET " + stream("start"), "GET " + stream(A));
        assertEquals("GET " + stream(A), other.next().toString());
        assertEquals("GET " + stream(B), other.next().toString());
        other.answer(200, "{}");
        running.stop();
        assertEquals("DELETE " + stream(B), other.next().toString());
      }
    }
    assertEquals(2, recorder.batches.size());
  }

  @Test
  void collectors_spread_over_the_nodes() throws Exception {
    try (var other = new ScriptedServer()) {
      server.empty(A);
      other.empty(A);
      try (var running =
          PixCollector.builder(server.uri(), other.uri())
              .ispb("00000000")
              .collectors(2)
              .closeWithin(Duration.ofMillis(50))
              .handler(recorder)
              .start()) {
        sees("GET " + stream("start"));
        assertEquals("GET " + stream("start"), other.next().toString());
        running.stop();
      }
    }
  }
}
