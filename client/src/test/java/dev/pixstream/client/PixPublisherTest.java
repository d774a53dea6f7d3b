package dev.pixstream.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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
  void storing_is_repeated_after_a_lost_response() throws Exception {
    server.lose().answer(503, "").answer(201, "{\"inserted\":0,\"duplicates\":1}");
    try (var publisher = new PixPublisher(server.uri(), PATIENCE)) {
      assertEquals(new Stored(0, 1), publisher.store("00000000", List.of("{}")));
    }
  }

  @Test
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
}
