package dev.pixstream.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A collector at a server that answers what a test wrote down. */
@Timeout(30)
abstract class ScriptedTest {

  static final String A = "aaaaaaaaaaaa";
  static final String B = "bbbbbbbbbbbb";
  static final String C = "cccccccccccc";

  final Recorder recorder = new Recorder();
  ScriptedServer server;

  @BeforeEach
  void open() throws IOException {
    server = new ScriptedServer();
  }

  @AfterEach
  void shut() throws IOException {
    server.close();
  }

  PixCollectorBuilder collector() {
    return asking().collectors(1).handler(recorder);
  }

  PixCollectorBuilder closingBriefly() {
    return collector().closeWithin(Duration.ofMillis(100));
  }

  /** Without a handler. */
  PixCollectorBuilder asking() {
    return PixCollector.builder(server.uri())
        .ispb("00000000")
        .closeWithin(Duration.ofSeconds(5))
        .listener(recorder);
  }

  void sees(String... expected) throws InterruptedException {
    for (var request : expected) {
      assertEquals(request, server.next().toString());
    }
  }
}
