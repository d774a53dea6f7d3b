package dev.pixstream.cli.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pixstream.examples.Collecting;
import dev.pixstream.examples.Publishing;
import dev.pixstream.testkit.PostgresExtension;
import dev.pixstream.testkit.TestDatabase;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The examples of the documentation do what they say. */
@ExtendWith(PostgresExtension.class)
@Timeout(60)
class ExamplesTest {

  private static final String LANE = "00000000";

  private interface Example {
    void run() throws InterruptedException;
  }

  private final Set<String> ledger = ConcurrentHashMap.newKeySet();
  private Servers servers;

  @BeforeEach
  void start(TestDatabase database) {
    servers = new Servers(database);
  }

  @AfterEach
  void stop() {
    servers.close();
  }

  /** Runs one until it has everything and nothing is unconfirmed, and ends it. */
  private void runs(Example example) throws InterruptedException {
    var stored = servers.store(LANE, 123);
    var thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    example.run();
                  } catch (InterruptedException | CancellationException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    servers.until(() -> servers.confirmed(LANE) == stored.size());
    thread.interrupt();
    thread.join();
    assertEquals(new HashSet<>(stored), ledger);
    servers.until(() -> servers.openStreams(LANE) == 0);
    servers.assertDrained(LANE);
  }

  @Test
  @Tag("client.8")
  void collecting_with_a_handler() throws Exception {
    runs(() -> Collecting.collect(servers.uri(), ledger));
  }

  @Test
  @Tag("client.8")
  void watching() throws Exception {
    runs(() -> Collecting.watch(servers.uri(), ledger));
  }

  @Test
  @Tag("client.8")
  void iterating() throws Exception {
    runs(() -> Collecting.iterate(servers.uri(), ledger));
  }

  @Test
  @Tag("client.8")
  void polling_ends_by_itself() throws Exception {
    var stored = servers.store(LANE, 123);
    Collecting.poll(servers.uri(), ledger);
    assertEquals(new HashSet<>(stored), ledger);
    servers.assertDrained(LANE);
  }

  @Test
  @Tag("client.8")
  void publishing() throws Exception {
    var messages = servers.messages(LANE, 3);
    assertEquals(
        "2 stored, 0 were there already",
        Publishing.publish(servers.uri(), messages.subList(0, 2)));
    assertEquals("1 stored, 2 were there already", Publishing.publish(servers.uri(), messages));
    assertTrue(Publishing.publish(servers.uri(), List.of("{}")).startsWith("not stored: http://"));
  }
}
