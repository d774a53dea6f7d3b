package dev.pixstream.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PixPublisherTest {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private ScriptedServer server;

  @BeforeEach
  void open() throws IOException {
    server = new ScriptedServer();
  }

  @AfterEach
  void shut() throws IOException {
    server.close();
  }

  @Test
  void messages_are_stored_as_they_are() throws Exception {
    server.answer(201, "{\"inserted\":1,\"duplicates\":1}").answer(201, "{\"inserted\":1}");
    try (var publisher = new PixPublisher(server.uri(), PATIENCE)) {
      assertEquals(
          new Stored(1, 1), publisher.store("00000000", List.of("{\"a\":1}", "{\"b\":1}")));
      assertEquals(new Stored(1, 0), publisher.store("00000000", List.of("{\"c\":1}")));
    }
    var request = server.next();
    assertEquals("POST /api/pix/00000000/messages", request.toString());
    assertEquals("[{\"a\":1},{\"b\":1}]", request.body());
    assertEquals("{\"c\":1}", server.next().body());
  }

  @Test
  @Tag("client.7")
  void storing_is_repeated_after_a_lost_response() throws Exception {
    server.lose().answer(503, "").answer(201, "{\"inserted\":0,\"duplicates\":1}");
    try (var publisher = new PixPublisher(server.uri(), PATIENCE)) {
      assertEquals(new Stored(0, 1), publisher.store("00000000", List.of("{}")));
    }
  }

  @Test
  @Tag("client.7")
  void making_messages_is_not_repeated_after_a_lost_response() throws Exception {
    server.lose().answer(201, "{\"inserted\":5}");
    try (var publisher = new PixPublisher(server.uri(), PATIENCE)) {
      assertThrows(UnreachableException.class, () -> publisher.generate("00000000", 5));
    }
    assertEquals("POST /api/util/msgs/00000000/5", server.next().toString());
    assertTrue(server.sawNoMore());
  }

  @Test
  void making_messages_is_repeated_when_throttled() throws Exception {
    server.answer(429, "", "Retry-After: 0").answer(201, "{\"inserted\":5}");
    try (var publisher = new PixPublisher(server.uri(), PATIENCE)) {
      assertEquals(5, publisher.generate("00000000", 5));
    }
  }

  @Test
  void a_refusal_has_its_status() throws Exception {
    server.answer(404, "");
    try (var publisher = new PixPublisher(server.uri(), PATIENCE)) {
      var refusal = assertThrows(PixStreamException.class, () -> publisher.generate("00000000", 5));
      assertEquals(404, refusal.status());
    }
  }

  @Test
  void an_interrupt_gives_a_body_up_that_stopped_in_the_middle() throws Exception {
    server.stall();
    try (var publisher = new PixPublisher(server.uri(), PATIENCE)) {
      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, () -> publisher.store("00000000", List.of("{}")));
    }
  }

  @Test
  void a_lasting_unavailability_is_reported_with_its_status() throws Exception {
    server.answer(503, "{\"detail\":\"no store\"}");
    try (var publisher = new PixPublisher(server.uri(), Duration.ZERO)) {
      var told =
          assertThrows(
              UnreachableException.class, () -> publisher.store("00000000", List.of("{}")));
      assertEquals(503, told.status());
      assertTrue(told.toString().endsWith("status 503: no store"), told.toString());
    }
  }

  @Test
  void a_server_that_was_not_reached_is_asked_again_for_either() throws Exception {
    try (var refusing = ScriptedServer.refusing();
        var publisher = new PixPublisher(ScriptedServer.uri(refusing), Duration.ofSeconds(1))) {
      long startNanos = System.nanoTime();
      assertThrows(UnreachableException.class, () -> publisher.generate("00000000", 5));
      assertTrue(System.nanoTime() - startNanos > 50_000_000);
    }
  }

  @Test
  void an_out_of_bounds_value_is_not_sent() {
    try (var publisher = new PixPublisher(server.uri(), PATIENCE)) {
      assertThrows(IllegalArgumentException.class, () -> publisher.store("00000000", List.of()));
      assertThrows(
          IllegalArgumentException.class,
          () -> publisher.store("00000000", Collections.nCopies(1_001, "{}")));
      assertThrows(IllegalArgumentException.class, () -> publisher.store("0", List.of("{}")));
      assertThrows(IllegalArgumentException.class, () -> publisher.generate("00000000", 10_001));
    }
    assertTrue(server.sawNoMore());
  }

  @Test
  void given_connections_are_not_closed() throws Exception {
    try (var client = Servers.client(PixAccess.NONE)) {
      new PixPublisher(server.uri(), PATIENCE, client).close();
      server.answer(201, "{\"inserted\":1}");
      try (var publisher = new PixPublisher(server.uri(), PATIENCE, client)) {
        assertEquals(new Stored(1, 0), publisher.store("00000000", List.of("{}")));
      }
    }
  }
}
